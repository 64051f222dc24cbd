import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { streams } from '../src/kernel/streams.ts';
import { type Mutant, mutantsOf, withMutants } from './mutate/mutants.ts';
import type { Question, Reach } from './mutate/worker.ts';

const USAGE = `npm run mutate -- [--sample N] [--seed S] [--only TEXT]

Breaks a sample of places in the code that decides, one at a time, and runs the tests that reach each: what no test notices is reported.

  --sample N    How many places; 200 unless given.
  --seed S      Draws the sample; 1 unless given.
  --only TEXT   Only files whose path has this text.
`;

/** Where decisions, facts, traffic and reasons are. */
const MUTATED = [
  /^src\/controllers\/.*\/decide\//,
  /^src\/controllers\/.*(rules|because)/,
  /^src\/timeline\/(facts\/|.*facts|samples)/,
  /^src\/traffic\//,
];
/** Tests that start processes, browsers or the swarm cannot run here. */
const LEFT_OUT = /^test\/(cli|pages|conformance|reference|swarm|docs|scenario)\//;

/** A mutant is awake if it is the active one; else it is noted that it was reached. */
const SWITCH = `globalThis.__mutants = { active: -1, reached: new Set() };
globalThis.__mutant = (number) => {
  if (__mutants.active < 0) __mutants.reached.add(number);
  return __mutants.active === number;
};`;
const PREFIX_OF_RUN = '.mutate-';
const MOST_SURVIVORS = 0.05;
const HANG_MS = 240_000;

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

function sampleOf(mutants: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const stream = streams(seed).stream('mutants');
  return mutants
    .map((mutant) => [stream.uint32(), mutant] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, mutant]) => mutant);
}

/** Bundles the tests with all mutants in their sources; each is asleep until it is asked for. */
async function bundle(mutants: readonly Mutant[], folder: string): Promise<string> {
  const tests = filesIn('test').filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file));
  const numbered = new Map<string, (readonly [number, Mutant])[]>();
  mutants.forEach((mutant, number) => {
    const path = resolve(mutant.file);
    numbered.set(path, [...(numbered.get(path) ?? []), [number, mutant]]);
  });
  const entry = join(folder, 'entry.ts');
  const imports = tests.map(
    (file) =>
      `await import(${JSON.stringify(resolve(file))}).catch((error) => console.error('not loaded:', ${JSON.stringify(file)}, error.message));`,
  );
  const answers = JSON.stringify(resolve('scripts/mutate/worker.ts'));
  writeFileSync(entry, `import { answerQuestions } from ${answers};\n${imports.join('\n')}\nanswerQuestions();\n`);
  const vitest = resolve('scripts/mutate/vitest.ts');
  const outfile = join(folder, 'tests.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    banner: { js: SWITCH },
    alias: { vitest, '@fast-check/vitest': vitest },
    logLevel: 'error',
    plugins: [
      {
        name: 'mutants',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\/(src|test)\/.*\.ts$/ }, ({ path }) => {
            const source = readFileSync(path, 'utf8');
            const own = numbered.get(path);
            const contents = own === undefined ? source : withMutants(source, own);
            return {
              contents: contents.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
              loader: 'ts',
            };
          });
        },
      },
    ],
  });
  return outfile;
}

/** Asks a worker; undefined if it does not answer in time. */
function ask<T>(worker: Worker, question: Question, mostMs: number): Promise<{ readonly answer: T } | undefined> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => done(undefined), mostMs);
    worker.once('message', (answer: T) => {
      clearTimeout(timer);
      worker.removeListener('error', fail);
      done({ answer });
    });
    worker.once('error', fail);
    worker.postMessage(question);
  });
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sample: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const files = filesIn('src').filter(
    (file) => MUTATED.some((pattern) => pattern.test(file)) && file.includes(values.only),
  );
  const all = files.flatMap((file) => mutantsOf(file, readFileSync(file, 'utf8')));
  const mutants = sampleOf(all, Number(values.sample), Number(values.seed));
  console.log(`${mutants.length} of ${all.length} places in ${files.length} files`);
  const folder = mkdtempSync(join('node_modules', PREFIX_OF_RUN));
  try {
    return await tryMutants(mutants, await bundle(mutants, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryMutants(mutants: readonly Mutant[], tests: string): Promise<number> {
  let worker = new Worker(resolve(tests));
  const reach = await ask<readonly Reach[]>(worker, { ask: 'reach' }, 3_600_000);
  if (reach === undefined) throw new Error('the tests do not end');
  console.log(`${reach.answer.length} tests reach them`);
  const survivors: string[] = [];
  for (const [number, mutant] of mutants.entries()) {
    const reaching = reach.answer.filter((one) => one.mutants.includes(number)).sort((a, b) => a.ms - b.ms);
    const place = `${mutant.file}:${mutant.line}  ${mutant.text}`;
    if (reaching.length === 0) {
      survivors.push(`${place}   (no test comes here)`);
      continue;
    }
    const answer = await ask<string | undefined>(
      worker,
      { ask: 'kill', mutant: number, tests: reaching.map(({ test }) => test) },
      HANG_MS,
    );
    if (answer === undefined) {
      // A loop without end is noticed, too.
      await worker.terminate();
      worker = new Worker(resolve(tests));
    } else if (answer.answer === undefined) {
      survivors.push(`${place}   (${reaching.length} tests come here)`);
      console.log(`survives  ${place}`);
    }
  }
  await worker.terminate();
  console.log(`\n${mutants.length - survivors.length} of ${mutants.length} are noticed. Survivors:`);
  for (const survivor of survivors.sort()) console.log(`  ${survivor}`);
  return survivors.length <= MOST_SURVIVORS * mutants.length ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
