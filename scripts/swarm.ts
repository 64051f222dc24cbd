import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../src/api/json.ts';
import { type Failure, judge } from '../test/swarm/judge.ts';
import { shrink } from '../test/swarm/shrink.ts';
import { randomWorld, type SwarmWorld, textsOf } from '../test/swarm/world/random-world.ts';

const USAGE = `npm run swarm -- [--seeds N] [--from S] [--seed S] [--minutes M] [--world FOLDER] [--out FOLDER]

Runs random rehearsals and checks everything that should hold of each of them.

  --seeds N        How many worlds; 100 unless given.
  --from S         The seed of the first one; 1 unless given.
  --seed S         Only this one.
  --minutes M      Ends after so many minutes.
  --world FOLDER   Judges the scenario in this folder instead: a world that was shrunk.
  --out FOLDER     Where failing worlds are written; swarm-failures unless given.
  --no-shrink      Does not look for the smallest world that fails.
`;

/** Every so many worlds one is run twice, and one in another process. */
const AGAIN_EVERY = 10;
const ELSEWHERE_EVERY = 20;
const REPORTS_EVERY = 2;
const MOST_TRIES = 600;

type Files = Pick<SwarmWorld, 'scenario' | 'files'>;

interface Options {
  readonly first: number;
  readonly count: number;
  readonly endMs: number;
  readonly out: string;
  readonly shrinks: boolean;
}

/** The exit status: 0 if everything held, 1 if something failed, 2 if the command line is wrong. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      minutes: { type: 'string', default: '1e9' },
      world: { type: 'string' },
      out: { type: 'string', default: 'swarm-failures' },
      'no-shrink': { type: 'boolean', default: false },
      hashes: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.hashes !== undefined) {
    for (const seed of values.hashes.split(',')) console.log(`${seed} ${hashOf(Number(seed))}`);
    return 0;
  }
  if (values.world !== undefined)
    return tellFailures(judge(readWorld(values.world), { again: true, reports: true }).failures);
  const [count, from, minutes] = [values.seeds, values.seed ?? values.from, values.minutes].map(Number);
  if (![count, from, minutes].every(Number.isFinite)) throw new Error(`numbers are expected\n${USAGE}`);
  return swarm({
    first: from ?? 1,
    count: values.seed === undefined ? (count ?? 0) : 1,
    endMs: Date.now() + (minutes ?? 0) * 60_000,
    out: values.out,
    shrinks: !values['no-shrink'],
  });
}

async function swarm({ first, count, endMs, out, shrinks }: Options): Promise<number> {
  const startMs = Date.now();
  const elsewhere: { readonly seed: number; readonly hash: string }[] = [];
  let [worlds, instants, reconciles, failed] = [0, 0, 0, 0];
  for (let seed = first; seed < first + count && Date.now() < endMs; seed += 1) {
    const world = randomWorld(seed);
    const isOnlyOne = count === 1;
    const options = {
      again: isOnlyOne || seed % AGAIN_EVERY === 0,
      reports: isOnlyOne || seed % REPORTS_EVERY === 0,
    };
    const judged = judge(world, options);
    worlds += 1;
    instants += judged.instants;
    reconciles += judged.reconciles;
    if (isOnlyOne || seed % ELSEWHERE_EVERY === 0) elsewhere.push({ seed, hash: sha256(judged.text) });
    if (isOnlyOne) console.log(`seed ${seed}: ${world.features}`);
    for (const failure of judged.failures) {
      tellFailure(seed, world, failure);
      if (shrinks) writeSmallest(world, failure, join(out, `${seed}-${slug(failure.invariant)}`));
    }
    if (judged.failures.length > 0) failed += 1;
    if (worlds % 100 === 0)
      console.log(
        `${worlds} worlds, ${instants} instants, ${failed} failed, ${Math.round((Date.now() - startMs) / 1000)} s`,
      );
  }
  const different = await differElsewhere(elsewhere);
  for (const seed of different)
    console.log(`\nseed ${seed}: another process writes other bytes\n  again      npm run swarm -- --seed ${seed}`);
  console.log(
    `${worlds} worlds, ${instants} instants, ${reconciles} reconciles; ${elsewhere.length} in another process: ${failed + different.length} failed`,
  );
  return failed + different.length === 0 ? 0 : 1;
}

function tellFailure(seed: number, { features }: SwarmWorld, { invariant, message }: Failure): void {
  console.log(`\nseed ${seed}: ${invariant}\n  ${message.replaceAll('\n', '\n  ')}\n  features   ${features}`);
  console.log(`  again      npm run swarm -- --seed ${seed}`);
}

/** Writes the smallest world that fails in the same way. */
function writeSmallest(world: SwarmWorld, { invariant }: Failure, folder: string): void {
  const options = {
    again: invariant === 'a second run has equal bytes',
    reports: invariant === 'reports show values' || invariant === 'nothing throws',
    only: invariant,
  };
  const fails = (candidate: Files): boolean =>
    judge(candidate, options).failures.some((each) => each.invariant === invariant);
  const smallest = shrink(world, fails, MOST_TRIES);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of textsOf(smallest)) writeFileSync(join(folder, name), text);
  console.log(`  shrunk     npm run swarm -- --world ${folder}`);
}

function tellFailures(failures: readonly Failure[]): number {
  for (const { invariant, message } of failures) console.log(`${invariant}\n  ${message.replaceAll('\n', '\n  ')}`);
  if (failures.length === 0) console.log('everything holds');
  return failures.length === 0 ? 0 : 1;
}

const slug = (text: string): string => text.replaceAll(/[^a-z]+/g, '-');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function hashOf(seed: number): string {
  return sha256(judge(randomWorld(seed), { again: false, reports: false }).text);
}

/** The seeds whose timelines have other bytes in a process of another time zone and locale. */
async function differElsewhere(
  worlds: readonly { readonly seed: number; readonly hash: string }[],
): Promise<readonly number[]> {
  if (worlds.length === 0) return [];
  const seeds = worlds.map(({ seed }) => seed).join(',');
  const child = spawn(process.execPath, ['scripts/run-typescript.mjs', 'scripts/swarm.ts', '--hashes', seeds], {
    env: { ...process.env, TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  for await (const chunk of child.stdout) out += String(chunk);
  const hashes = new Map(
    out
      .trim()
      .split('\n')
      .map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']),
  );
  return worlds.filter(({ seed, hash }) => hashes.get(String(seed)) !== hash).map(({ seed }) => seed);
}

function readWorld(folder: string): Files {
  const documentsOf = (name: string): readonly JsonObject[] =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8'), { version: '1.1', merge: true }).flatMap((document) => {
      const value: Json = document.toJS();
      return isJsonObject(value) ? [value] : [];
    });
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const [scenario = {}] = documentsOf('scenario.yaml');
  return {
    scenario,
    files: new Map(names.filter((name) => name !== 'scenario.yaml').map((name) => [name, documentsOf(name)])),
  };
}

process.exitCode = await main(process.argv.slice(2));
