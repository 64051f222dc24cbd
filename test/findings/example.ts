import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { withFindings } from '../../src/findings/find-findings.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { rehearse } from '../../src/session/run.ts';
import { readCase, type RecordedCase } from '../../src/simulation/recording/case.ts';
import { worldOfCase } from '../../src/simulation/recording/world.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { diskFiles } from '../scenario/disk-files.ts';
import type { JsonObject } from '../../src/api/json.ts';

/** A recording of the real controllers by its group and name, a scenario in a few lines, or the name of a folder of `worlds`. */
export type Example = readonly [group: string, name: string] | ExampleScenario | { readonly world: string };

export interface ExampleScenario {
  readonly manifests: readonly JsonObject[];
  /** Further files, by name. */
  readonly files?: Readonly<Record<string, readonly JsonObject[]>>;
  /** The spec of the scenario file, without its manifests. */
  readonly spec?: JsonObject;
}

const groups = new Map<string, readonly RecordedCase[]>();

function recorded(group: string, name: string): RecordedCase {
  let cases = groups.get(group);
  if (cases === undefined) {
    const packed = readFileSync(new URL(`../conformance/cases/${group}.jsonl.gz`, import.meta.url));
    cases = gunzipSync(packed).toString('utf8').trimEnd().split('\n').map(readCase);
    groups.set(group, cases);
  }
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no recording ${group} ${name}`);
  return found;
}

const yaml = (documents: readonly JsonObject[]): string =>
  documents.map((document) => JSON.stringify(document, null, 1)).join('\n---\n');

/** Runs an example, with its findings. */
export function runExample(example: Example): Timeline {
  if ('world' in example) {
    const { rehearsal } = loadScenario(diskFiles(import.meta.dirname), `worlds/${example.world}`);
    if (rehearsal === undefined) throw new Error(`worlds/${example.world} does not load`);
    return rehearse(rehearsal);
  }
  if (!('manifests' in example)) return withFindings(runWorld(worldOfCase(recorded(...example))));
  const scenario = {
    apiVersion: 'rehearse.dev/v1',
    kind: 'Scenario',
    metadata: { name: 'example' },
    spec: { manifests: ['manifests.yaml'], ...example.spec },
  };
  const files = new Map([
    ['scenario.yaml', yaml([scenario])],
    ['manifests.yaml', yaml(example.manifests)],
    ...Object.entries(example.files ?? {}).map(([name, documents]) => [name, yaml(documents)] as const),
  ]);
  const { rehearsal, diagnostics } = loadScenario(
    {
      read: (path) => files.get(path.replace(/^\.\//, '')),
      isFolder: () => false,
      list: () => [],
      problem: () => undefined,
    },
    'scenario.yaml',
  );
  if (rehearsal === undefined)
    throw new Error(JSON.stringify(diagnostics.map(({ code, line, message }) => [code, line, message])));
  return rehearse(rehearsal);
}
