import type { Json, JsonObject } from '../../../src/api/json.ts';
import { ANALYSIS_RUN } from '../../../src/api/resources.ts';
import type { AnalysisRun, Measurement } from '../../../src/api/shape/analysis.ts';
import { RECORDING_RULES } from '../../../src/simulation/recording/world.ts';
import { Simulation } from '../../../src/simulation/simulation.ts';
import type { ScriptedAction } from '../../../src/world/script.ts';
import type { World } from '../../../src/world/world.ts';

const EPOCH_MS = 1_767_225_600_000;
const SECOND_MS = 1000;

export interface Rehearsal {
  readonly metrics: readonly JsonObject[];
  /** Fields of the run's spec besides its metrics. */
  readonly spec?: JsonObject;
  /** Values in force from a second of the run on. */
  readonly answers?: Readonly<Record<string, readonly (readonly [number, Json])[]>>;
  readonly jobs?: Readonly<Record<string, { readonly ms: number; readonly fail: boolean }>>;
  readonly manifests?: readonly JsonObject[];
  readonly script?: readonly ScriptedAction[];
  readonly untilSecond?: number;
  /** With informers that resync. */
  readonly resync?: boolean;
}

function worldOf(rehearsal: Rehearsal): World {
  const { metrics, spec = {}, answers = {}, jobs = {}, manifests = [], script = [], untilSecond = 60 } = rehearsal;
  const run = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisRun',
    metadata: { name: 'run' },
    spec: { metrics, ...spec },
  };
  const scripts = Object.entries(answers).map(
    ([name, entries]) => [name, entries.map(([second, value]) => ({ fromMs: second * SECOND_MS, value }))] as const,
  );
  return {
    name: 'metrics',
    title: 'metrics',
    seed: 1,
    epochMs: EPOCH_MS,
    rules: { ...RECORDING_RULES, resync: rehearsal.resync ?? false },
    cluster: { default: { readyAfter: { form: 'list', ms: [0] } }, images: {}, nodes: [] },
    manifests: [...manifests, run],
    script,
    metrics: Object.fromEntries(scripts),
    jobs,
    until: { ms: untilSecond * SECOND_MS },
    limitMs: untilSecond * SECOND_MS,
  };
}

/** Runs an AnalysisRun alone in a world. */
export function rehearse(rehearsal: Rehearsal): Simulation {
  const world = worldOf(rehearsal);
  const simulation = new Simulation(world, { freeze: true });
  simulation.start();
  const lastMs = EPOCH_MS + world.limitMs + 1;
  while (simulation.step(lastMs));
  return simulation;
}

export function runOf(simulation: Simulation): AnalysisRun {
  return simulation.api.get(ANALYSIS_RUN, 'default', 'run');
}

export function measurementsOf(simulation: Simulation, metric = 'm'): readonly Measurement[] {
  const result = runOf(simulation).status.metricResults?.find(({ name }) => name === metric);
  return result?.measurements ?? [];
}

export function findingsOf(simulation: Simulation): readonly string[] {
  return simulation.recorder.findings.map(({ text }) => text);
}
