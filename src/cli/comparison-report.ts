import type { Comparison, Outcome } from '../study/compare.ts';
import type { ComparisonReport, StrategyReport } from '../report/compare/schema.ts';
import { TOOL } from './version.ts';

/** A comparison as data for people and machines. */
export function comparisonReport({ subject, spanMs, outcomes, remarks, ...change }: Comparison): ComparisonReport {
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

function strategyReport({ variant, figures, requests, manualActions, bad }: Outcome): StrategyReport {
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
    moments: moments.map((moment) => ({ ...moment })),
  };
}
