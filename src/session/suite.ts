import { describeExpectation } from '../expect/describe.ts';
import type { Expectation } from '../expr/index.ts';
import { captionOf } from '../report/moments.ts';
import { outcomeWords } from '../report/outcome-words.ts';
import { behaviourDifference, behaviourPath, behaviourText } from '../report/suite/behaviour.ts';
import type { CaseFailure, CaseResult } from '../report/suite/case-result.ts';
import type { Diagnostic } from '../scenario/diagnostics.ts';
import { baseName, type Files, joinPath, SCENARIO_FILES } from '../scenario/files.ts';
import { formatDiagnostics } from '../scenario/format-diagnostic.ts';
import type { Rehearsal } from '../scenario/rehearsal.ts';
import { outcomeOf } from '../timeline/facts/outcome.ts';
import type { Timeline, Verdict } from '../timeline/timeline.ts';
import { judgementOf } from './judgement.ts';
import { load } from './load.ts';
import { rehearse } from './run.ts';
import { UsageError } from './usage-error.ts';
import { TOOL } from './version.ts';

/** A scenario of a suite, as it is given to a worker. */
export interface CaseTask {
  readonly path: string;
  /** How many seeds to run it under, from its own on. */
  readonly seeds: number;
  readonly strict: boolean;
  /** Whether its behaviour is approved as it is, instead of compared. */
  readonly update: boolean;
}

/** Folders that hold no scenarios of a suite. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules']);

/** The scenario files below these folders, and those that are named, each once, in the order of their paths. */
export function findScenarios(files: Files, paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    if (files.isFolder(path)) {
      const below = [...scenariosBelow(files, path.replace(/\/+$/, ''))];
      for (const file of below) found.add(file);
      if (below.length === 0)
        throw new UsageError(`no scenario below ${path}`, '(scenarios are named scenario.yaml or NAME.scenario.yaml)');
    } else if (files.read(path) === undefined) {
      throw new UsageError(`cannot read ${path}`, '(give scenarios, or folders that have some)');
    } else found.add(path);
  }
  return [...found].sort((a, b) => (a < b ? -1 : Number(a > b)));
}

function* scenariosBelow(files: Files, folder: string): Generator<string> {
  for (const entry of files.list(folder)) {
    const path = folder === '.' ? entry : joinPath(folder, entry);
    if (!entry.endsWith('/')) {
      if (isScenarioName(entry)) yield path;
      continue;
    }
    const name = entry.slice(0, -1);
    if (!name.startsWith('.') && !SKIPPED.has(name)) yield* scenariosBelow(files, path.replace(/\/$/, ''));
  }
}

function isScenarioName(name: string): boolean {
  return SCENARIO_FILES.some((file) => name === file || name.endsWith(`.${file}`));
}

/** Runs a scenario under its seeds. */
export function runCase(files: Files, { path, seeds, strict, update }: CaseTask): CaseResult {
  const { rehearsal, diagnostics } = load(files, [path], {});
  if (rehearsal === undefined) return invalidCase(path, diagnostics);
  const warnings = strict ? diagnostics.filter(({ severity }) => severity === 'warning') : [];
  const first = rehearsal.world.seed;
  const failed: number[] = [];
  let shown: CaseResult | undefined;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const seeded = seed === first ? rehearsal : load(files, [path], { seed }).rehearsal;
    if (seeded === undefined) throw new Error(`${path} loads under one seed and not under another`);
    const { result: ran, timeline } = ranCase(path, seeded, diagnostics, warnings);
    const result = seed === first ? withBehaviour(files, ran, timeline, update) : ran;
    if (result.status === 'failed') failed.push(seed);
    if (shown === undefined || (shown.status === 'passed' && result.status === 'failed')) shown = result;
  }
  if (shown === undefined) throw new RangeError('a case runs under at least one seed');
  const share = seeds > 1 && failed.length > 0 ? `${failed.length} of ${seeds} seeds failed; seed ${failed[0]}: ` : '';
  return { ...shown, reason: share + shown.reason, seeds: { first, count: seeds, failed } };
}

function invalidCase(path: string, diagnostics: readonly Diagnostic[]): CaseResult {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [error] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return {
    path,
    name: baseName(path),
    title: '',
    tags: [],
    status: 'invalid',
    reason: error === undefined ? 'it cannot be read' : `${error.code} ${error.message}${more}`,
    users: '',
    level: 'unknown',
    endMs: 0,
    expectations: 0,
    seeds: { first: 0, count: 1, failed: [] },
    failures: [],
    ...problemsOf(diagnostics),
    findings: [],
  };
}

function problemsOf(diagnostics: readonly Diagnostic[]): Pick<CaseResult, 'problems' | 'problemText'> {
  const told = diagnostics.filter(({ severity }) => severity !== 'note');
  return {
    problems: told.map(({ file, line, column, code, severity, message }) => {
      return { file, line, column, code, severity, message };
    }),
    problemText: formatDiagnostics(told),
  };
}

function ranCase(
  path: string,
  rehearsal: Rehearsal,
  diagnostics: readonly Diagnostic[],
  warnings: readonly Diagnostic[],
): { readonly result: CaseResult; readonly timeline: Timeline } {
  const timeline = rehearse(rehearsal);
  const { scenario, totals } = timeline.header;
  const { passed, reason = '' } = judgementOf(timeline, warnings);
  const outcome = outcomeOf(timeline);
  const result: CaseResult = {
    path,
    name: scenario.name,
    title: scenario.title,
    tags: [...rehearsal.tags],
    status: passed ? 'passed' : 'failed',
    reason,
    users: outcomeWords(outcome).text,
    level: outcome.level,
    endMs: totals.endMs,
    expectations: rehearsal.expectations.length,
    seeds: { first: rehearsal.world.seed, count: 1, failed: [] },
    failures: failuresOf(path, timeline, rehearsal.expectations),
    ...problemsOf(diagnostics),
    findings: timeline.findings.map(({ id, severity = 'remark', text, where }) => {
      return { id, severity, text, ...(where ?? { file: path, line: 1, column: 1 }) };
    }),
  };
  return { result, timeline };
}

/** A result with the behaviour to approve, or failed if the behaviour is not the one that was approved. */
function withBehaviour(files: Files, result: CaseResult, timeline: Timeline, update: boolean): CaseResult {
  const path = behaviourPath(result.path);
  const text = behaviourText(timeline, TOOL);
  if (update) return { ...result, behaviour: { path, text } };
  const approved = files.read(path);
  const difference = approved === undefined ? undefined : behaviourDifference(approved, text);
  if (difference === undefined) return result;
  const failure: CaseFailure = {
    file: path,
    line: difference.line,
    expected: 'the behaviour that was approved',
    condition: '',
    found: [difference.text, ...difference.lines].join('\n'),
    before: [],
  };
  const reason = `its behaviour changed: ${difference.text}`;
  const failures = [...result.failures, failure];
  return { ...result, status: 'failed', reason: result.reason === '' ? reason : result.reason, failures };
}

/** What failed, in the order of time, each at the line of its expectation. */
function failuresOf(path: string, timeline: Timeline, expectations: readonly Expectation[]): CaseFailure[] {
  const left = [...expectations];
  const takeSource = ({ expectation, condition }: Verdict): Expectation['source'] | undefined => {
    const index = left.findIndex(
      (one) => describeExpectation(one) === condition && (one.name ?? condition) === expectation,
    );
    return index < 0 ? undefined : left.splice(index, 1)[0]?.source;
  };
  return timeline.verdicts.flatMap((verdict) => {
    const source = takeSource(verdict);
    if (verdict.passed) return [];
    const { expectation, condition = '', text, evidence = [] } = verdict;
    const before = evidence.flatMap((seq) => timeline.entries[seq] ?? []).map(captionOf);
    return [{ ...(source ?? { file: path, line: 1 }), expected: expectation, condition, found: text, before }];
  });
}

/** What of a suite is run. */
export interface Selection {
  /** Words of which the path, the name or the title of a scenario must have one. */
  readonly filter?: string;
  readonly tags: readonly string[];
  /** Whether a file changed: only scenarios that read such a file. */
  readonly hasChanged?: (path: string) => boolean;
  readonly shard?: Shard;
}

export interface Shard {
  /** From 1 on. */
  readonly index: number;
  readonly count: number;
}

/** The scenarios that a selection leaves. A scenario that cannot be read stays, since nobody knows what it is. */
export function selectScenarios(files: Files, paths: readonly string[], selection: Selection): readonly string[] {
  const { filter, tags, hasChanged, shard } = selection;
  const chosen = paths.filter((path) => {
    if (filter === undefined && tags.length === 0 && hasChanged === undefined) return true;
    const read = new Set<string>();
    const { rehearsal } = load(recording(files, read), [path], {});
    if (hasChanged !== undefined && ![...read].some(hasChanged)) return false;
    if (rehearsal === undefined) return true;
    const { name, title } = rehearsal.world;
    const isMeant = filter === undefined || [path, name, title].some((text) => text.includes(filter));
    return isMeant && tags.every((tag) => rehearsal.tags.includes(tag));
  });
  return shard === undefined ? chosen : chosen.filter((_, position) => position % shard.count === shard.index - 1);
}

/** Files that note each path that is read. */
export function recording(files: Files, read: Set<string>): Files {
  return {
    ...files,
    read: (path) => {
      read.add(path);
      return files.read(path);
    },
  };
}
