import { compileFacts } from '../expr/index.ts';
import { type ConditionFacts, FACT_TYPES } from '../timeline/condition-facts.ts';

/** A condition that was read once, to be asked at many instants; throws an ExprError if it cannot be computed. */
export type Condition = (facts: ConditionFacts) => boolean;

/** Reads a condition over the names of src/scenario/condition-names.ts. Throws an ExprError. */
export function compileCondition(text: string): Condition {
  const condition = compileFacts(text, FACT_TYPES);
  return ({ rollout, stable, canary, app, git, seconds }) =>
    condition.holds({
      rollout,
      stable: { ...stable },
      canary: { ...canary },
      app: { ...app },
      git: { ...git },
      seconds,
    });
}
