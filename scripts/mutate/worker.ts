import { readdirSync, readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { judgeCase } from '../../test/conformance/judge-case.ts';
import { judgeTable } from '../../test/conformance/tables/judge-table.ts';
import { loadTable } from '../../test/conformance/tables/load-table.ts';
import { type RegisteredTest, registered } from './vitest.ts';

/** What is asked of a worker: which test reaches which mutant, or whether a test notices one. */
export type Question =
  { readonly ask: 'reach' } | { readonly ask: 'kill'; readonly mutant: number; readonly tests: readonly number[] };

/** A test that passes without a mutant: the mutants that it reaches, and how long it takes. */
export interface Reach {
  readonly test: number;
  readonly name: string;
  readonly mutants: readonly number[];
  readonly ms: number;
}

/** The switch of the mutants, which the bundle sets up before it loads anything. */
declare const __mutants: { active: number; reached: Set<number> };

/** Cases of each group of recordings: enough to come by every rule. */
const CASES_PER_GROUP = Number(process.env['MUTATE_CASES'] ?? 40);

function recordings(): readonly RegisteredTest[] {
  const folder = 'test/conformance/cases';
  const cases = readdirSync(folder).flatMap((file) => {
    const lines = gunzipSync(readFileSync(`${folder}/${file}`))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const step = Math.max(1, Math.floor(lines.length / CASES_PER_GROUP));
    return lines
      .filter((_, index) => index % step === 0)
      .map((line, index): RegisteredTest => ({
        name: `${file} ${index * step}`,
        run: () => none(judgeCase(line).different),
      }));
  });
  const tables = readdirSync('test/conformance/tables')
    .filter((file) => file.endsWith('.json.gz'))
    .map((file): RegisteredTest => ({
      name: file,
      run: () => none(judgeTable(loadTable(file.slice(0, -'.json.gz'.length))).different),
    }));
  return [...tables, ...cases];
}

function none(different: readonly unknown[]): void {
  if (different.length > 0) throw new Error('differs');
}

async function passes({ run }: RegisteredTest): Promise<boolean> {
  try {
    await run();
    return true;
  } catch {
    return false;
  }
}

export function answerQuestions(): void {
  const tests = [...registered, ...recordings()];
  const port = parentPort;
  if (port === null) throw new Error('runs in a worker');
  const answer = async (question: Question): Promise<void> => {
    if (question.ask === 'reach') {
      const reach: Reach[] = [];
      for (const [test, one] of tests.entries()) {
        __mutants.reached = new Set();
        const start = performance.now();
        const isGood = await passes(one);
        if (isGood && __mutants.reached.size > 0)
          reach.push({ test, name: one.name, mutants: [...__mutants.reached], ms: performance.now() - start });
        if (!isGood) console.error(`not used, since it fails without a mutant: ${one.name}`);
      }
      port.postMessage(reach);
      return;
    }
    __mutants.active = question.mutant;
    let killer: string | undefined;
    for (const index of question.tests) {
      const test = tests[index];
      if (test === undefined || (await passes(test))) continue;
      killer = test.name;
      break;
    }
    __mutants.active = -1;
    port.postMessage(killer);
  };
  port.on('message', (question: Question) => void answer(question));
}
