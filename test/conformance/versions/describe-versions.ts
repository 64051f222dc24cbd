import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deepEqual } from '../../../src/api/equality.ts';
import { isJsonArray, type Json, type JsonObject } from '../../../src/api/json.ts';
import type { ReferenceVersion } from '../../../src/api/reference.ts';
import { type RecordedCase, readCase } from '../../../src/simulation/recording/case.ts';
import { traceCase } from '../../../src/simulation/recording/trace.ts';
import { type CaseDifference, compareCase } from '../compare-case.ts';
import { judgeCase } from '../judge-case.ts';
import { knownDifferences } from '../known-differences.ts';
import { objectOf } from '../tables/inputs.ts';
import { hashesOf, withHashes } from './hashes.ts';

type OtherVersion = Exclude<ReferenceVersion, 'v1.9.1'>;

const VERSIONS: readonly OtherVersion[] = ['v1.8.4', 'v1.10.0-rc1'];
const RECORDED_ONLY_HERE = ['traefik-io'];

/** Of the cases that do not differ one in so many runs here; `npm run conformance -- test/conformance/cases --reference VERSION` runs all. */
const EVERY = Number(process.env['VERSIONS_EVERY'] ?? 8);

/** Reasons are checked with the cases of the default version; here only what happens counts. */
const QUICKLY = { reasons: false };

function linesOf(path: string): readonly string[] {
  const url = new URL(path, import.meta.url);
  if (!existsSync(url)) return [];
  return gunzipSync(readFileSync(url))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** What was recorded to be equal: names by group; a name that occurs twice in a file is NAME#LINE. */
function equalNames(version: OtherVersion): ReadonlyMap<string, readonly Json[]> {
  const text = readFileSync(new URL(`./${version}/equal.json`, import.meta.url), 'utf8');
  const read: Json = JSON.parse(text);
  const names = new Map<string, readonly Json[]>();
  const add = (groups: JsonObject): void => {
    for (const [group, list] of Object.entries(groups)) {
      if (isJsonArray(list)) names.set(group, [...(names.get(group) ?? []), ...list]);
    }
  };
  const file = objectOf(read);
  if (file['equalButForHashes'] === undefined) add(file);
  else for (const groups of Object.values(file)) add(objectOf(groups));
  return names;
}

/**
 * Where a run under another version differs from the recording of the default one, hashes aside. Views are left out: the width of their columns
 * depends on the hashes, and what they show is compared as objects. Actions that name objects by a hash name them by the version's own.
 */
function differences(given: RecordedCase, version: OtherVersion): readonly CaseDifference[] {
  const trace = given.trace.map((entry) => ({ ...entry, view: undefined, list: undefined }));
  const recorded: RecordedCase = { ...given, reference: version, views: undefined, trace };
  const run = traceCase(recorded, QUICKLY);
  const found = compareCase(recorded, run.trace);
  if (found.length === 0) return found;
  const hashes = hashesOf(run.entries, version, 'v1.9.1');
  const script = withHashes(recorded.script, new Map([...hashes].map(([own, other]) => [other, own])));
  const again = deepEqual(script, recorded.script) ? run : traceCase({ ...recorded, script }, QUICKLY);
  return compareCase(recorded, withHashes(again.trace, hashes));
}

/** Tests that runs under other versions give what the real controllers of these versions gave. */
export function describeVersions(accepts: (group: string) => boolean): void {
  describe.each(VERSIONS)('recordings of %s', (version) => {
    const equal = equalNames(version);
    const groups = [...equal.keys(), ...RECORDED_ONLY_HERE].filter(accepts);

    it.each(groups)('that differ from the default version: %s', (group) => {
      const verdicts = linesOf(`./${version}/${group}.jsonl.gz`).map((line) => judgeCase(line, 1, QUICKLY));
      const listed = (name: string): boolean => knownDifferences.has(`${version}/${group}/${name}`);
      expect(verdicts.filter(({ name, different }) => different.length > 0 && !listed(name)).slice(0, 3)).toEqual([]);
      expect(verdicts.filter(({ name, different }) => different.length === 0 && listed(name))).toEqual([]);
    });

    it.each(groups.filter((group) => equal.has(group)))('that do not: %s', (group) => {
      const names = new Set(equal.get(group));
      const wrong: string[] = [];
      const lines = linesOf(`../cases/${group}.jsonl.gz`).filter((_, index) => index % EVERY === 0);
      for (const [position, line] of lines.entries()) {
        const recorded = readCase(line);
        if (!names.has(recorded.name) && !names.has(`${recorded.name}#${position * EVERY}`)) continue;
        const [first] = differences(recorded, version);
        if (first !== undefined) wrong.push(`${recorded.name}: ${JSON.stringify(first)}`);
      }
      expect(wrong.slice(0, 3)).toEqual([]);
    });
  });
}
