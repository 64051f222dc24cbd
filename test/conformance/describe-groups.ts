import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { worldOfCase } from '../../src/simulation/recording/world.ts';
import { checkReasons } from '../reasons/check-reasons.ts';
import { problemsOf } from '../reasons/problems.ts';
import { runToCheck } from '../reasons/run-to-check.ts';
import { type CaseVerdict, judgeCase } from './judge-case.ts';
import { knownDifferences } from './known-differences.ts';

const FOLDER = new URL('./cases/', import.meta.url);
const SUFFIX = '.jsonl.gz';

function linesOf(group: string): readonly string[] {
  const text = gunzipSync(readFileSync(new URL(`${group}${SUFFIX}`, FOLDER))).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}

/** Reasons cost more than the run: of the groups of random cases, those of every n-th case are checked. `REASONS_EVERY=1` checks all. */
const REASONS_EVERY = Number(process.env['REASONS_EVERY'] ?? 6);

/**
 * Runs a case with frozen objects: a controller that changed one in place would throw. Reasons that are not true, and writes without one, join `wrong`, if reasons
 * are checked.
 */
const judge = (line: string, wrong: string[], hasReasons: boolean): CaseVerdict =>
  judgeCase(line, 1, { freeze: true, reasons: hasReasons }, (recorded, { entries }) => {
    if (!hasReasons) return;
    const found = problemsOf(checkReasons(runToCheck(worldOfCase(recorded), entries)));
    wrong.push(...found.map((text) => `${recorded.name}: ${text}`));
  });

/** Tests that every case of these groups gives its recording, and that the reasons in it are true. */
export function describeGroups(accepts: (group: string) => boolean): void {
  const groups = readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter(accepts);

  describe('recorded cases', () => {
    it('there are some', () => expect(groups.length).toBeGreaterThan(0));

    it.each(groups)('group %s', (group) => {
      const lines = linesOf(group);
      expect(lines.length).toBeGreaterThan(0);
      const wrong: string[] = [];
      if (knownDifferences.has(`group:${group}`)) {
        const differs = lines.some((line) => judge(line, wrong, false).different.length > 0);
        expect(differs, 'equal, though listed as different').toBe(true);
        return;
      }
      const every = group.startsWith('random-') ? REASONS_EVERY : 1;
      const verdicts = lines.map((line, index) => judge(line, wrong, index % every === 0));
      const listed = (name: string): boolean => knownDifferences.has(`${group}/${name}`);
      expect(verdicts.filter(({ name, different }) => different.length > 0 && !listed(name)).slice(0, 3)).toEqual([]);
      expect(verdicts.filter(({ name, different }) => different.length === 0 && listed(name))).toEqual([]);
      expect(wrong.slice(0, 10)).toEqual([]);
    });
  });
}
