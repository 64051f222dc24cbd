import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { plainStyle } from '../../report/text/style.ts';
import { type CaseResult, suiteResults, totalsOf } from '../../report/suite/case-result.ts';
import { SUITE_FORMATS } from '../../report/suite/suite-formats.ts';
import type { SuiteReporter } from '../../report/suite/suite-reporter.ts';
import { type CaseTask, findScenarios, runCase, selectScenarios, type Shard } from '../../session/suite.ts';
import { UsageError } from '../../session/usage-error.ts';
import { TOOL } from '../../session/version.ts';
import { printable } from '../../text/printable.ts';
import { changedSince } from '../changed-files.ts';
import { EXIT } from '../exit-codes.ts';
import { nodeFiles } from '../node-files.ts';
import type { Terminal } from '../terminal.ts';
import { inWorkers } from '../worker-pool.ts';

export interface TestOptions {
  readonly filter?: string;
  readonly tag?: readonly string[];
  /** A Git revision; true: what differs from HEAD. */
  readonly changed?: string | true;
  readonly shard?: Shard;
  /** A folder of results that `--reporter json=FILE` wrote. */
  readonly merge?: string;
  /** End after so many failures; true: after the first. */
  readonly bail?: number | true;
  readonly seeds: number;
  readonly strict?: boolean;
  /** Approves the behaviour of every scenario that is run. */
  readonly update?: boolean;
  /** `NAME` or `NAME=FILE`. */
  readonly reporter?: readonly string[];
  readonly workers?: number;
  readonly passWithNoTests?: boolean;
}

/** A reporter and where it writes. */
interface Output {
  readonly reporter: SuiteReporter;
  readonly write: (texts: Iterable<string>) => void;
  readonly close: () => void;
}

/** Runs a suite of scenarios, or merges the results of its shards. */
export async function test(terminal: Terminal, paths: readonly string[], options: TestOptions): Promise<number> {
  const { reporter: reporters = [SUITE_FORMATS[0].name] } = options;
  const outputs = await Promise.all(reporters.map((one) => outputOf(terminal, one)));
  outputs.push(...(await stepSummary(reporters)));
  const results: CaseResult[] = [];
  for await (const result of options.merge === undefined ? ran(paths, options) : merged(options.merge, paths)) {
    results.push(result);
    for (const { reporter, write } of outputs) write(reporter.run?.(result) ?? []);
    if (terminal.isClosed()) break;
  }
  for (const { reporter, write, close } of outputs) {
    write(reporter.end?.(results) ?? []);
    close();
  }
  if (results.length === 0 && options.passWithNoTests !== true && options.changed === undefined) {
    throw new UsageError('no scenario is left to run', '(--pass-with-no-tests lets such a suite pass)');
  }
  const { failed, invalid } = totalsOf(results);
  if (invalid > 0) return EXIT.badInput;
  return failed > 0 ? EXIT.notAsExpected : EXIT.asExpected;
}

async function* ran(paths: readonly string[], options: TestOptions): AsyncGenerator<CaseResult> {
  const { filter, tag = [], changed, shard, bail, seeds, strict = false, update = false } = options;
  const files = nodeFiles();
  const chosen = selectScenarios(files, findScenarios(files, paths.length === 0 ? ['.'] : paths), {
    ...(filter === undefined ? {} : { filter }),
    tags: tag,
    ...(changed === undefined ? {} : { hasChanged: changedSince(changed === true ? 'HEAD' : changed) }),
    ...(shard === undefined ? {} : { shard }),
  });
  const tasks = chosen.map((path): CaseTask => ({ path, seeds, strict, update }));
  const mostFailures = bail === undefined ? Infinity : bail === true ? 1 : bail;
  let failures = 0;
  for await (const result of inWorkers(tasks, options.workers ?? availableParallelism(), (task) =>
    runCase(files, task),
  )) {
    if (result.behaviour !== undefined) writeFileSync(result.behaviour.path, result.behaviour.text);
    yield result;
    if (result.status !== 'passed') failures += 1;
    if (failures >= mostFailures) return;
  }
}

/** The results of all files of a folder, in the order of paths, as one run would have them. */
async function* merged(folder: string, paths: readonly string[]): AsyncGenerator<CaseResult> {
  if (paths.length > 0)
    throw new UsageError(`--merge reads results: it takes no paths`, `(leave out ${paths.join(' ')})`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (names.length === 0) throw new UsageError(`no results in ${folder}`, '(--reporter json=FILE writes them)');
  const cases = names.flatMap((name) => resultsIn(join(folder, name)));
  yield* cases.sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

function resultsIn(path: string): readonly CaseResult[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { data } = suiteResults.safeParse(json);
  if (data === undefined)
    throw new UsageError(`${path} has no results of rehearse test`, '(--reporter json=FILE writes them)');
  return data.cases;
}

/** `junit=reports/junit.xml` writes to a file, a name alone to the standard output. */
async function outputOf(terminal: Terminal, written: string): Promise<Output> {
  const [, name = written, file] = /^([^=]*)=(.*)$/s.exec(written) ?? [];
  const format = SUITE_FORMATS.find((one) => one.name === name);
  if (format === undefined) {
    throw new UsageError(`there is no reporter ${name}`, `(one of ${SUITE_FORMATS.map((one) => one.name).join(', ')})`);
  }
  const newReporter = await format.load();
  if (file === undefined) {
    const reporter = newReporter({ width: terminal.width, style: terminal.style, tool: TOOL });
    const write = (texts: Iterable<string>): void => {
      for (const text of texts) terminal.out(text);
    };
    return { reporter, write, close: () => undefined };
  }
  if (file === '') throw new UsageError(`--reporter ${written} names no file`);
  return inFile(newReporter({ width: FILE_WIDTH, style: plainStyle, tool: TOOL }), (text) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  });
}

const FILE_WIDTH = 120;

/** An output that is written as a whole, so that a run that breaks off leaves no half of a document. */
function inFile(reporter: SuiteReporter, save: (text: string) => void): Output {
  const parts: string[] = [];
  return {
    reporter,
    write: (texts) => {
      for (const text of texts) parts.push(text);
    },
    close: () => save(printable(parts.join(''))),
  };
}

/** GitHub Actions shows what is appended to this file on the page of the run. */
async function stepSummary(reporters: readonly string[]): Promise<readonly Output[]> {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '' || !reporters.includes('github')) return [];
  const { markdownReporter } = await import('../../report/suite/markdown.ts');
  return [inFile(markdownReporter(), (text) => appendFileSync(file, text))];
}
