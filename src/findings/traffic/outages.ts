import type { TrafficFlow } from '../../timeline/traffic.ts';
import { samplesOf } from '../costs.ts';
import type { FindingRun } from '../finding.ts';

/** A stretch in which callers of a flow found no pod. */
export interface Outage {
  readonly flow: TrafficFlow;
  readonly fromMs: number;
  readonly toMs: number;
  readonly requests: number;
  readonly unrouted: number;
  readonly failed: number;
  /** Whether it was still there at the end of the run. */
  readonly isLasting: boolean;
}

/** Shorter gaps between two bad windows are one outage. */
const GAP_MS = 10_000;

/** The stretches in which at least `share` of the requests of a flow failed because no pod could be reached, after the flow was first served. */
export function outagesOf(run: FindingRun, share: number): readonly Outage[] {
  const { timeline, endMs } = run;
  return (timeline.header.traffic?.flows ?? []).flatMap((flow) => {
    const samples = samplesOf(timeline, flow);
    const served = samples.findIndex(({ requests, errors }) => requests > 0 && errors < requests / 2);
    const outages: Outage[] = [];
    for (const sample of served < 0 ? [] : samples.slice(served)) {
      const { requests, unrouted, errors, fromMs, toMs } = sample;
      if (requests === 0 || unrouted < share * requests) continue;
      const last = outages.at(-1);
      if (last !== undefined && fromMs - last.toMs <= GAP_MS) {
        outages[outages.length - 1] = {
          ...last,
          toMs,
          requests: last.requests + requests,
          unrouted: last.unrouted + unrouted,
          failed: last.failed + errors,
        };
      } else outages.push({ flow, fromMs, toMs, requests, unrouted, failed: errors, isLasting: false });
    }
    return outages.map((outage) => ({ ...outage, isLasting: outage.toMs >= endMs - GAP_MS }));
  });
}
