import type { DrillOutcomeName, DrillReport, DrillReportRow } from '../report/drill/drill-report.ts';
import { drillOutcomeWords } from '../report/drill/drill-text.ts';
import { formatSpan } from '../text/durations.ts';
import { grouped } from '../report/traffic/words.ts';
import type { Files } from '../scenario/files.ts';
import { runWorld } from '../simulation/run.ts';
import { type Drill, drill, type DrillRow, foldRows, NothingToDrillError } from '../study/drill/drill.ts';
import { ExprError, judgeRequirements } from '../study/drill/requirements.ts';
import type { World } from '../world/world.ts';
import { unansweredMetrics } from './hint.ts';
import { type LoadShowing, loadShowing, type WorldOptions } from './load.ts';
import { UsageError } from './usage-error.ts';
import { TOOL } from './version.ts';

export interface DrillRequest extends WorldOptions {
  /** Only mishaps whose name contains this text. */
  readonly only?: string;
  /** Conditions that have to hold of all mishaps. */
  readonly require?: readonly string[];
}

/** Requests a second where nobody says how many there are. */
const ASSUMED_RATE = '100/s';
/** What analyses are taken to notice where nobody says what they measure. */
const NOTICED_SHARE = 0.05;

/**
 * Rehearses what is named under the catalogue of mishaps; undefined after the diagnostics have been shown that say what is wrong with the files. Throws a
 * UsageError if nothing changes the version, and for a requirement that cannot be read.
 */
export function drillRehearsal(
  files: Files,
  paths: readonly string[],
  { only, require = [], ...options }: DrillRequest,
  showing: LoadShowing,
  onProgress?: (done: number, all: number) => void,
): DrillReport | undefined {
  const given = loadShowing(files, paths, options, showing);
  if (given === undefined) return undefined;
  const isCalled = given.world.traffic !== undefined;
  const loaded = isCalled
    ? given
    : loadShowing(files, paths, { ...options, traffic: ASSUMED_RATE }, { show: () => undefined });
  if (loaded === undefined) return undefined;
  const { world, assumptions, noticedShare } = assumedWorld(loaded.world);
  const before = isCalled ? [] : [`${ASSUMED_RATE.replace('/s', '')} requests a second (--traffic sets the rate)`];
  try {
    const drilled = drill(world, {
      ...(only === undefined ? {} : { only }),
      ...(onProgress === undefined ? {} : { onProgress }),
      assumed: noticedShare === undefined ? {} : { noticedShare },
    });
    if (drilled.rows.length === 0) {
      throw new UsageError(`no mishap is called ${only ?? ''}`, '(rehearse drill without --only lists them)');
    }
    return reportOf(world, drilled, [...before, ...assumptions], require);
  } catch (error) {
    if (error instanceof NothingToDrillError) {
      throw new UsageError(`nothing to drill: ${error.message}`, '(give the new version: --set-image CONTAINER=IMAGE)');
    }
    if (error instanceof ExprError) {
      throw new UsageError(
        `a requirement cannot be read: ${error.message}`,
        "(write --require 'users.hit < 500' or --require 'stuck == 0')",
      );
    }
    throw error;
  }
}

/** What a world lacks for the catalogue is assumed openly: nodes to lose, and analyses that notice a bad version. */
function assumedWorld(given: World): {
  readonly world: World;
  readonly assumptions: readonly string[];
  readonly noticedShare?: number;
} {
  const assumptions: string[] = [];
  let world = given;
  if (world.cluster.nodes.length === 0) {
    const nodes = ['node-a', 'node-b', 'node-c'].map((name) => ({ name }));
    world = { ...world, cluster: { ...world.cluster, nodes } };
    assumptions.push('3 nodes with room for every pod (spec.cluster.nodes of a scenario sets them)');
  }
  const unanswered = world.analysis === undefined ? unansweredMetrics(runWorld(world, { reasons: false })) : [];
  if (unanswered.length === 0) return { world, assumptions };
  assumptions.push(
    `analyses notice a version that fails ${NOTICED_SHARE * 100} % of its answers, and pass otherwise, because nothing answers ${unanswered.join(', ')} (--metric ${unanswered[0] ?? 'NAME'}=VALUE sets it)`,
  );
  return { world: { ...world, analysis: 'pass' }, assumptions, noticedShare: NOTICED_SHARE };
}

function reportOf(
  { name, seed }: World,
  drilled: Drill,
  assumptions: readonly string[],
  require: readonly string[],
): DrillReport {
  const { update, rows } = drilled;
  const count = (outcome: DrillOutcomeName): number => rows.filter((row) => row.outcome === outcome).length;
  return {
    format: 'rehearse-drill',
    version: 1,
    tool: TOOL,
    name,
    seed,
    workload: { ...update.workload },
    change: { from: update.oldImages.join(', '), to: update.newImages.join(', ') },
    assumptions,
    mishaps: rows.length,
    counts: {
      outage: count('outage'),
      stuck: count('stuck'),
      waits: count('waits'),
      through: count('through'),
      back: count('back'),
      'called off': count('called off'),
    },
    weaknesses: weaknessesOf(drilled),
    rows: foldRows(rows).map(({ title, stages, isEverywhere, worst, rows: alike }) => ({
      mishap: title,
      when: whenText(stages, isEverywhere),
      stages,
      runs: alike.length,
      ...figures(worst),
    })),
    requirements: judgeRequirements(drilled, require),
  };
}

function figures(row: DrillRow): Omit<DrillReportRow, 'mishap' | 'when' | 'stages' | 'runs'> {
  const { outcome, detectedMs = null, failed = null, hit = null } = row;
  const { leastAvailable, outageMs, settledMs, manualSteps } = row;
  return { outcome, detectedMs, failed, hit, leastAvailable, outageMs, settledMs, manualSteps };
}

/** Stages that are listed one by one. */
const MOST_STAGES = 2;

function whenText(stages: readonly string[], isEverywhere: boolean): string {
  if (stages.length === 0) return '';
  if (isEverywhere) return 'at any step';
  const [first = ''] = stages;
  if (stages.length <= MOST_STAGES) return stages.map((stage) => `at ${stage}`).join(' and ');
  return `at ${first} and ${stages.length - 1} others`;
}

const MOST_WEAKNESSES = 3;

/** The worst weaknesses in sentences: the mishap that does most harm of each outcome, and the fix that was tried. */
function weaknessesOf({ rows, fixes }: Drill): readonly string[] {
  const harmful = foldRows(rows).filter(
    ({ worst }) => worst.outcome !== 'back' && worst.outcome !== 'called off' && isHarm(worst),
  );
  const sentences: string[] = [];
  const seen = new Set<string>();
  for (const { title, stages, isEverywhere, worst } of harmful) {
    if (seen.has(worst.outcome) || sentences.length === MOST_WEAKNESSES) continue;
    seen.add(worst.outcome);
    const when = whenText(stages, isEverywhere);
    const fix = fixes.find(({ outcome, helped }) => outcome === worst.outcome && helped > 0);
    const tried =
      fix === undefined ? '' : ` With ${fix.text}, ${fix.helped} of ${fix.of} mishaps no longer wait for a person.`;
    sentences.push(`When ${title}${when === '' ? '' : ` ${when}`}, the update ${consequence(worst)}.${tried}`);
  }
  return sentences;
}

function isHarm({ outcome, failed = 0, outageMs }: DrillRow): boolean {
  return outageMs > 0 || failed > 0 || outcome === 'stuck' || outcome === 'waits';
}

function consequence({ outcome, failed, hit, outageMs, detectedMs }: DrillRow): string {
  const hurt =
    hit !== undefined && hit > 0
      ? `, ${grouped(hit)} users are hit`
      : failed !== undefined && failed > 0
        ? `, ${grouped(failed)} requests fail`
        : '';
  const late = detectedMs === undefined ? ' and nothing reports it' : `, which shows after ${formatSpan(detectedMs)}`;
  if (outcome === 'outage') return `leaves nothing to answer for ${formatSpan(outageMs)}${hurt}`;
  return `${outcome === 'stuck' ? 'gets stuck' : drillOutcomeWords(outcome)}${late}${hurt}`;
}
