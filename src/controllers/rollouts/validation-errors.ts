import { SERVICE } from '../../api/resources.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import type { FieldError } from './validation/field-error.ts';
import { validateRollout } from './validation/rollout.ts';
import { missingService, referencedServices, validateService } from './validation/services.ts';

/** The rollout's spec, or something it names, is not valid; the text is what its condition says. */
export class InvalidSpecError extends Error {}

/** The first thing wrong with the spec or what it names, or undefined. Source: rollout/controller.go getRolloutValidationErrors. */
export function validationError(context: RolloutContext): FieldError | undefined {
  const { rollout, resolved, base } = context;
  const [first] = validateRollout(rollout, resolved.template);
  if (first !== undefined) return first;
  const services = referencedServices(rollout);
  for (const reference of services) {
    const service = base.env.api.find(SERVICE, namespaceOf(context), reference.name);
    if (service === undefined) return missingService(reference);
  }
  for (const { type, name } of services) {
    const service = base.env.api.get(SERVICE, namespaceOf(context), name);
    const [problem] = validateService(rollout, type, service);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
