import { basename } from 'node:path';
import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { comparisonText } from '../../report/compare/table-text.ts';
import type { ComparisonReport } from '../../report/compare/schema.ts';
import type { Files } from '../../scenario/files.ts';
import { isScenarioText } from '../../scenario/load-rehearsal.ts';
import type { Rehearsal } from '../../scenario/rehearsal.ts';
import { comparePair, compareStrategies, type Comparison, NothingToCompareError } from '../../study/compare.ts';
import { type Workload, workloadsOf } from '../../study/subject.ts';
import { own } from '../../text/own.ts';
import { commandArguments } from '../command-line.ts';
import { comparisonReport } from '../comparison-report.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { load, loadOrTell, namesScenario } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import { folderOf } from '../reports.ts';
import { labelled } from '../run-text.ts';
import type { OutputFormat, WorldOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { writeFiles } from '../write-files.ts';

export interface CompareOptions extends WorldOptions {
  readonly output: OutputFormat;
  readonly reports?: string | false;
  readonly change?: number;
  readonly noticed?: number;
}

const DEFAULT_REPORTS = 'reports';

/** Compares, tells what came of it, writes figures, chart and page. */
export async function compare(terminal: Terminal, paths: readonly string[], options: CompareOptions): Promise<number> {
  const files = nodeFiles();
  const compared = orUsage(() => comparedOf(terminal, files, paths, options));
  if (compared === undefined) return EXIT.badInput;
  const report = comparisonReport(compared);
  const { output } = options;
  terminal.out(output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : comparisonText(report, terminal));
  const root = options.reports ?? (namesScenario(files, paths) ? DEFAULT_REPORTS : false);
  if (root !== false) {
    const folder = folderOf(root, report.name);
    const names = await writeReports(folder, report, `rehearse compare ${commandArguments(paths, options)}`.trimEnd());
    if (output === 'text') terminal.out(`\n${labelled(terminal, 'written', `${folder}/ ${names.join(', ')}`)}`);
  }
  return EXIT.asExpected;
}

async function writeReports(folder: string, report: ComparisonReport, command: string): Promise<readonly string[]> {
  const { comparisonFiles } = await import('../comparison-files.ts');
  const written = await comparisonFiles(report, command);
  writeFiles(folder, written);
  return written.map(({ name }) => name);
}

function orUsage<T>(compared: () => T): T {
  try {
    return compared();
  } catch (error) {
    if (!(error instanceof NothingToCompareError)) throw error;
    const mend = error.noChange
      ? '(give the scenario a command such as set image, or the command line --set-image CONTAINER=IMAGE)'
      : undefined;
    throw new UsageError(`nothing to compare: ${error.message}`, mend);
  }
}

/** Undefined after the diagnostics said what is wrong with the files. */
function comparedOf(
  terminal: Terminal,
  files: Files,
  paths: readonly string[],
  options: CompareOptions,
): Comparison | undefined {
  const study = {
    ...(options.change === undefined ? {} : { change: options.change }),
    ...(options.noticed === undefined ? {} : { noticedMs: options.noticed }),
  };
  const pair = asPair(terminal, files, paths, options);
  if (pair === 'wrong') return undefined;
  if (pair !== undefined) return comparePair(pair, study);
  const rehearsal = loadOrTell(terminal, files, paths, options);
  return rehearsal === undefined ? undefined : compareStrategies(rehearsal.world, titleOf, study);
}

type Pair = readonly { readonly world: Rehearsal['world']; readonly title: string }[];

/** Two files that each bring out a workload of their own: two scenarios, or two manifests that do not belong together. */
function asPair(
  terminal: Terminal,
  files: Files,
  paths: readonly string[],
  options: CompareOptions,
): Pair | 'wrong' | undefined {
  if (paths.length !== 2) return undefined;
  const isScenario = (path: string): boolean => files.isFolder(path) || isScenarioText(files.read(path) ?? '');
  if (paths.some(isScenario)) {
    const loaded = paths.map((path) => {
      const { setImage, ...others } = options;
      return loadOrTell(terminal, files, [path], isScenario(path) || setImage === undefined ? others : options);
    });
    const rehearsals = loaded.filter((rehearsal) => rehearsal !== undefined);
    return rehearsals.length < 2 ? 'wrong' : pairOf(rehearsals, paths);
  }
  const rehearsals = paths.flatMap((path) => load(files, [path], options).rehearsal ?? []);
  const workloads = rehearsals.map(({ world }) => workloadsOf(world.manifests));
  const [[first] = [], [second] = []] = workloads;
  if (first === undefined || second === undefined || refersTo(first, second) || refersTo(second, first))
    return undefined;
  return pairOf(rehearsals, paths);
}

function refersTo({ object }: Workload, { name }: Workload): boolean {
  const spec = memberOf(object, 'spec');
  return memberOf(spec, 'workloadRef')?.['name'] === name;
}

function memberOf(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = own(object, key);
  return isJsonObject(value) ? value : undefined;
}

/** Named by their files; by their paths if the files have the same name. */
function pairOf(rehearsals: readonly Rehearsal[], paths: readonly string[]): Pair {
  const names = paths.map((path) => basename(path));
  const titles = names[0] === names[1] ? paths : names;
  return rehearsals.map(({ world }, index) => ({ world, title: titles[index] ?? '' }));
}

/** `yours: canary, nginx`. */
function titleOf({ kind, object }: Workload): string {
  const strategy = memberOf(memberOf(object, 'spec'), 'strategy');
  if (kind === 'Deployment') return `yours: ${strategy?.['type'] === 'Recreate' ? 'Recreate' : 'rolling'}`;
  if (strategy?.['blueGreen'] !== undefined) return 'yours: blue-green';
  const [router] = Object.keys(memberOf(memberOf(strategy, 'canary'), 'trafficRouting') ?? {});
  return `yours: canary${router === undefined ? '' : `, ${router}`}`;
}
