import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { readCase } from '../../src/simulation/recording/case.ts';
import { worldOfCase } from '../../src/simulation/recording/world.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { World } from '../../src/world/world.ts';
import { diskFiles } from '../scenario/disk-files.ts';
import { type CheckedReasons, checkReasons } from './check-reasons.ts';
import { runToCheck } from './run-to-check.ts';

const CASES = 'test/conformance/cases';
const SUFFIX = '.jsonl.gz';

export const GROUPS = readdirSync(CASES)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));

export const SCENARIOS = readdirSync('scenarios', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** The worlds in which the cases of a group were recorded; of many, every nth. */
export function* recordedWorlds(group: string, every = 1): Generator<World> {
  const lines = gunzipSync(readFileSync(`${CASES}/${group}${SUFFIX}`))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  for (let index = 0; index < lines.length; index += every) yield worldOfCase(readCase(lines[index] ?? ''));
}

export function scenarioWorld(folder: string): World {
  const { rehearsal } = loadScenario(diskFiles(process.cwd()), `scenarios/${folder}`);
  if (rehearsal === undefined) throw new Error(`scenarios/${folder} does not load`);
  return rehearsal.world;
}

/** Runs a world and checks every reason of it. */
export function checkWorld(world: World): CheckedReasons {
  return checkReasons(runToCheck(world, runWorld(world, { freeze: true }).entries));
}

/** Adds up what several runs gave. */
export class Tally {
  checked = 0;
  unchecked = 0;
  readonly wrong: string[] = [];
  readonly bare: string[] = [];
  readonly partial: string[] = [];
  readonly uses = new Map<string, Map<string, number>>();
  readonly changes = new Map<string, { all: number; withoutReason: number }>();

  add(name: string, run: CheckedReasons): void {
    this.checked += run.checked;
    this.unchecked += run.unchecked;
    this.wrong.push(...run.wrong.map((text) => `${name}: ${text}`));
    this.bare.push(...run.bare.map(({ text }) => `${name}: ${text}`));
    this.partial.push(...run.partial.map(({ text }) => `${name}: ${text}`));
    for (const [actor, { all, withoutReason }] of run.changes) {
      const sum = this.changes.get(actor) ?? { all: 0, withoutReason: 0 };
      this.changes.set(actor, { all: sum.all + all, withoutReason: sum.withoutReason + withoutReason });
    }
    for (const [actor, rules] of run.uses) {
      const sums = this.uses.get(actor) ?? new Map<string, number>();
      for (const [rule, count] of rules) sums.set(rule, (sums.get(rule) ?? 0) + count);
      this.uses.set(actor, sums);
    }
  }
}
