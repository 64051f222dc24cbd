import type { ConditionFacts } from '../timeline/condition-facts.ts';

/** A condition that was read once, to be asked at many instants. */
export type Condition = (facts: ConditionFacts) => boolean;

export function compileCondition(text: string): Condition {
  return () => {
    throw new Error(`conditions cannot be evaluated yet: ${text}`);
  };
}
