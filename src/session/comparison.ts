import { isJsonObject, type JsonObject } from '../api/json.ts';
import type { ComparisonReport, StrategyReport } from '../report/compare/schema.ts';
import { baseName, type Files } from '../scenario/files.ts';
import { isScenario } from '../scenario/load-rehearsal.ts';
import type { Rehearsal } from '../scenario/rehearsal.ts';
import {
  comparePair,
  compareStrategies,
  type Comparison,
  NothingToCompareError,
  type Outcome,
} from '../study/compare.ts';
import { type Workload, workloadsOf } from '../study/subject.ts';
import { withFindings } from '../findings/find-findings.ts';
import { own } from '../text/own.ts';
import { unansweredMetrics } from './hint.ts';
import { load, type LoadShowing, loadShowing, type WorldOptions } from './load.ts';
import { UsageError } from './usage-error.ts';
import { TOOL } from './version.ts';

export interface ComparisonOptions extends WorldOptions {
  /** Which change of the version, from 1 on; absent: the only one. */
  readonly change?: number;
  /** When somebody notices that the new version is bad, in milliseconds after the change. */
  readonly noticedMs?: number;
}

/**
 * Runs the change of what is named under several strategies, or two files as they are; undefined after the diagnostics have been shown that say what
 * is wrong with the files.
 */
export function compareRehearsals(
  files: Files,
  paths: readonly string[],
  options: ComparisonOptions,
  showing: LoadShowing,
): ComparisonReport | undefined {
  const compared = orUsage(() => comparedOf(files, paths, options, showing));
  return compared === undefined ? undefined : comparisonReport(compared);
}

function orUsage<T>(compared: () => T): T {
  try {
    return compared();
  } catch (error) {
    if (!(error instanceof NothingToCompareError)) throw error;
    const help = error.noChange
      ? '(give the scenario a command such as set image, or the command line --set-image CONTAINER=IMAGE)'
      : undefined;
    throw new UsageError(`nothing to compare: ${error.message}`, help);
  }
}

function comparedOf(
  files: Files,
  paths: readonly string[],
  options: ComparisonOptions,
  showing: LoadShowing,
): Comparison | undefined {
  const pair = asPair(files, paths, options, showing);
  if (pair === 'wrong') return undefined;
  if (pair !== undefined) return comparePair(pair, options);
  const rehearsal = loadShowing(files, paths, options, showing);
  return rehearsal === undefined ? undefined : compareStrategies(rehearsal.world, titleOf, options);
}

type Pair = readonly { readonly world: Rehearsal['world']; readonly title: string }[];

/** Files or folders that each bring out a workload of their own: scenarios, or manifests that do not belong together. */
function asPair(
  files: Files,
  paths: readonly string[],
  options: ComparisonOptions,
  showing: LoadShowing,
): Pair | 'wrong' | undefined {
  if (paths.length < 2) return undefined;
  if (paths.some((path) => isScenario(files, path))) {
    const loaded = paths.map((path) => {
      const { setImage, then: _then, ...others } = options;
      const own = isScenario(files, path) || setImage === undefined ? others : options;
      return loadShowing(files, [path], own, showing);
    });
    const rehearsals = loaded.filter((rehearsal) => rehearsal !== undefined);
    return rehearsals.length < paths.length ? 'wrong' : pairOf(rehearsals, paths);
  }
  const rehearsals = paths.flatMap((path) => load(files, [path], options).rehearsal ?? []);
  const firsts = rehearsals.flatMap(({ world }) => workloadsOf(world.manifests)[0] ?? []);
  const areApart = firsts.every((one) => firsts.every((other) => one === other || !refersTo(one, other)));
  return firsts.length === paths.length && areApart ? pairOf(rehearsals, paths) : undefined;
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
  const names = paths.map((path) => baseName(path));
  const titles = new Set(names).size < names.length ? paths : names;
  return rehearsals.map(({ world }, index) => ({ world, title: titles[index] ?? '' }));
}

/** `yours: canary, nginx`. */
function titleOf({ kind, object }: Workload): string {
  const strategy = memberOf(memberOf(object, 'spec'), 'strategy');
  if (kind === 'Deployment') return `yours: ${strategy?.['type'] === 'Recreate' ? 'Recreate' : 'rolling'}`;
  if (strategy?.['blueGreen'] !== undefined) return 'yours: blue-green';
  const routing = memberOf(memberOf(strategy, 'canary'), 'trafficRouting') ?? {};
  const routers = [...Object.keys(routing).filter((key) => !NOT_ROUTERS.has(key)), ...pluginNames(routing)];
  return ['yours: canary', ...routers].join(', ');
}

/** Keys of trafficRouting that name no router. */
const NOT_ROUTERS: ReadonlySet<string> = new Set(['managedRoutes', 'maxTrafficWeight', 'plugins']);

/** `Gateway API`; other plugins by what stands behind the slash. */
function pluginNames(routing: JsonObject): readonly string[] {
  return Object.keys(memberOf(routing, 'plugins') ?? {}).map((name) =>
    name === GATEWAY_API_PLUGIN ? 'Gateway API' : (name.split('/').at(-1) ?? name),
  );
}

const GATEWAY_API_PLUGIN = 'argoproj-labs/gatewayAPI';

/** A comparison as data for people and machines. */
function comparisonReport({ subject, spanMs, outcomes, remarks, ...change }: Comparison): ComparisonReport {
  const [first] = outcomes;
  const { kind, namespace, name } = subject;
  return {
    format: 'rehearse-comparison',
    version: 1,
    tool: TOOL,
    reference: first?.timeline.header.reference ?? { argoRollouts: '', kubernetes: '' },
    name: first?.timeline.header.scenario.name ?? name,
    seed: first?.timeline.header.seed ?? 0,
    workload: { kind, namespace, name },
    change: { from: change.oldVersion, to: change.newVersion },
    spanMs,
    strategies: outcomes.map(strategyReport),
    remarks: [...remarks],
  };
}

/** Findings that are repeated of each strategy. */
const MOST_FINDINGS = 3;

function strategyReport({ variant, timeline, figures, requests, manualActions, bad }: Outcome): StrategyReport {
  const findings = [...new Set(withFindings(timeline).findings.map(({ text }) => text))].slice(0, MOST_FINDINGS);
  const unanswered = variant.world.analysis === undefined ? unansweredMetrics(timeline) : [];
  const { durationMs = null, recoveredMs = null, moments, ...rest } = figures;
  return {
    id: variant.id,
    title: variant.title,
    notes: [...variant.notes],
    ...rest,
    durationMs,
    recoveredMs,
    requests: requests ?? null,
    manualActions,
    ifBad: bad === undefined ? null : { ...bad, recoveredMs: bad.recoveredMs ?? null },
    ...(findings.length === 0 ? {} : { findings }),
    ...(unanswered.length === 0 ? {} : { unanswered: [...unanswered] }),
    moments: moments.map((moment) => ({ ...moment })),
  };
}
