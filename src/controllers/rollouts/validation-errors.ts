import { type FieldError, goDumpText } from '../../api/field-error.ts';
import type { Reference } from '../../api/reference.ts';
import type { RolloutContext } from './context.ts';
import { MissingReferenceError } from '../../routers/referenced.ts';
import { getReferencedResources } from './referenced-resources.ts';
import { validateRolloutReferencedResources } from './validation/references.ts';
import { validateRollout } from './validation/rollout.ts';

/** The rollout's spec, or something it names, is not valid; the text is what its condition says. */
export class InvalidSpecError extends Error {}

/** A complaint as the libraries of a version word it. */
function errorText(reference: Reference, error: FieldError): string {
  return reference.has('invalid-values-as-json') ? error.text : goDumpText(error);
}

/** The first thing wrong with the spec or what it names, or undefined. Source: rollout/controller.go getRolloutValidationErrors. */
export function validationError({ rollout, resolved, base }: RolloutContext): { readonly text: string } | undefined {
  const [first] = validateRollout(rollout, resolved.template);
  const { reference } = base.env;
  if (first !== undefined) return { text: errorText(reference, first) };
  try {
    const [problem] = validateRolloutReferencedResources(rollout, getReferencedResources(base.env, rollout));
    return problem && { text: errorText(reference, problem) };
  } catch (error) {
    if (error instanceof MissingReferenceError) return { text: error.message };
    throw error;
  }
}
