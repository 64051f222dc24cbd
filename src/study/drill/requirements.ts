import { compileFacts, ExprError, type Facts, type FactTypes } from '../../expr/index.ts';
import type { Drill, DrillOutcome } from './drill.ts';

/** What a requirement may ask of a drill: the worst figures over all mishaps, and how many ended in each way. */
export const REQUIREMENT_TYPES: FactTypes = {
  users: { hit: 'whole number', failed: 'whole number' },
  available: 'whole number',
  outage: 'number',
  detected: 'number',
  mishaps: 'whole number',
  outages: 'whole number',
  stuck: 'whole number',
  waits: 'whole number',
  through: 'whole number',
  back: 'whole number',
};

/** Whether a requirement holds, and what its names stood for. Throws an ExprError for one that cannot be read. */
export interface Requirement {
  readonly text: string;
  readonly holds: boolean;
}

export { ExprError };

/** Judges requirements such as `users.hit < 500` and `stuck == 0`; times are seconds. */
export function judgeRequirements(drill: Drill, requirements: readonly string[]): readonly Requirement[] {
  const facts = factsOf(drill);
  return requirements.map((text) => ({ text, holds: compileFacts(text, REQUIREMENT_TYPES).holds(facts) }));
}

function factsOf({ rows }: Drill): Facts {
  const count = (outcome: DrillOutcome): number => rows.filter((row) => row.outcome === outcome).length;
  const most = (values: readonly (number | undefined)[]): number => Math.max(0, ...values.map((value) => value ?? 0));
  return {
    users: { hit: most(rows.map(({ hit, failed }) => hit ?? failed)), failed: most(rows.map(({ failed }) => failed)) },
    available: Math.min(...rows.map(({ leastAvailable }) => leastAvailable)),
    outage: most(rows.map(({ outageMs }) => outageMs)) / 1000,
    detected: most(rows.map(({ detectedMs }) => detectedMs)) / 1000,
    mishaps: rows.length,
    outages: count('outage'),
    stuck: count('stuck'),
    waits: count('waits'),
    through: count('through'),
    back: count('back'),
  };
}
