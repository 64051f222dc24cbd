import { own } from '../text/own.ts';
import type { DependencySpec, ErrorSpec, Outage, TrafficSpec, VersionBehaviour, WarmUpSpec } from '../world/traffic.ts';

/** How a version answers at one moment, for one pod. */
export interface AnswerQuality {
  /** Share of answers that fail. */
  readonly errorRate: number;
  readonly latencyFactor: number;
  readonly addedLatencyMs: number;
}

/** 1 at readiness, falling evenly to 0 at the end of the warm-up. */
function coldness(warmUp: WarmUpSpec | undefined, sinceReadyMs: number): number {
  if (warmUp === undefined || warmUp.durationMs === 0) return 0;
  return Math.max(0, 1 - sinceReadyMs / warmUp.durationMs);
}

function ownErrorRate({ rates, byLoad }: ErrorSpec, sinceReadyMs: number, utilisation: number): number {
  const rate = rates.findLast(({ fromMs }) => fromMs <= sinceReadyMs)?.rate ?? 0;
  if (byLoad === undefined || utilisation <= byLoad.above) return rate;
  const share = byLoad.above >= 1 ? 1 : Math.min(1, (utilisation - byLoad.above) / (1 - byLoad.above));
  return either(rate, byLoad.rate * share);
}

/** The share that fails for one of two independent reasons. */
function either(a: number, b: number): number {
  return a + b - a * b;
}

/** The outage of a dependency that is in force. */
function outageOf(dependency: DependencySpec | undefined, nowMs: number): Outage | undefined {
  return dependency?.outages.find(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
}

/** How a pod answers now: its own failures, those of its youth, of its load, and of what it depends on. */
export function answerQuality(
  behaviour: VersionBehaviour,
  dependencies: TrafficSpec['dependencies'],
  nowMs: number,
  readySinceMs: number,
  utilisation: number,
): AnswerQuality {
  const sinceReadyMs = nowMs - readySinceMs;
  const cold = coldness(behaviour.warmUp, sinceReadyMs);
  let errorRate = either(
    ownErrorRate(behaviour.errors, sinceReadyMs, utilisation),
    cold * (behaviour.warmUp?.errorRate ?? 0),
  );
  let addedLatencyMs = 0;
  for (const name of behaviour.dependsOn) {
    const outage = outageOf(own(dependencies, name), nowMs);
    if (outage === undefined) continue;
    errorRate = either(errorRate, outage.errorRate);
    addedLatencyMs += outage.addedLatencyMs;
  }
  return { errorRate, latencyFactor: 1 + cold * ((behaviour.warmUp?.latencyFactor ?? 1) - 1), addedLatencyMs };
}
