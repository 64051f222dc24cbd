import { isNotFound, ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { AmbassadorTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { type CustomKind, type CustomObject, findCustom, getCustom, updateCustom } from '../custom-objects.ts';
import { becauseOfCanary, canaryObjectDeleted } from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';
import { withNested } from '../unstructured.ts';

/** Source: utils/defaults/defaults.go DefaultAmbassadorAPIGroup, DefaultAmbassadorVersion. */
export const AMBASSADOR_MAPPING: CustomKind = {
  kind: 'Mapping',
  apiVersions: ['getambassador.io/v2', 'getambassador.io/v3alpha1', 'getambassador.io/v1', 'getambassador.io/v0'],
};

const SUFFIX = '-canary';
const MAX_NAME = 253;

/** The name is cut to 253 characters with its suffix. Source: buildCanaryMappingName. */
export function canaryMappingName(name: string): string {
  return `${name.slice(0, MAX_NAME - SUFFIX.length)}${SUFFIX}`;
}

/**
 * Ambassador (Emissary): beside each Mapping stands a canary Mapping to the canary Service as long as the weight is
 * above 0. The real router waits for 5 s between weight 0 and the deletion; here both happen at once. Source:
 * rollout/trafficrouting/ambassador/ambassador.go.
 */
export class AmbassadorRouter extends WeightOnlyRouter {
  readonly type = 'Ambassador';
  readonly #context: RouterContext;
  readonly #mappings: readonly string[];

  constructor(context: RouterContext, ambassador: AmbassadorTrafficRouting) {
    super();
    this.#context = context;
    this.#mappings = ambassador.mappings ?? [];
  }

  override setWeight(desiredWeight: number): void {
    this.#event('Normal', 'CanaryMappingWeightUpdate', `Set canary mapping weight to ${desiredWeight}`);
    const errors: string[] = [];
    for (const name of this.#mappings) {
      try {
        this.#handleCanaryMapping(name, desiredWeight);
      } catch (error) {
        errors.push(reconcileErrorMessage(error));
      }
    }
    const [first] = errors;
    if (first === undefined) return;
    if (errors.length === 1) throw new ReconcileError(first);
    throw new ReconcileError(`${errors.length} errors found: ${errors.map((text) => `[${text}]`).join('')}`);
  }

  /** Source: handleCanaryMapping. */
  #handleCanaryMapping(baseName: string, desiredWeight: number): void {
    const { env, rollout, reads } = this.#context;
    const name = canaryMappingName(baseName);
    const canary = findCustom(env.api, AMBASSADOR_MAPPING, rollout.metadata.namespace ?? '', name);
    if (canary === undefined) {
      if (desiredWeight !== 0) this.#create(baseName, name, desiredWeight);
      return;
    }
    try {
      const fields = withNested(fieldsOf(canary.object), desiredWeight, 'spec', 'weight');
      updateCustom(env.api, canary, fields, [becauseOfCanary(reads, 'spec.weight')]);
    } catch (error) {
      const message = `Error updating canary mapping "${name}": ${reconcileErrorMessage(error)}`;
      this.#event('Warning', 'CanaryMappingUpdateError', message);
      throw error;
    } finally {
      if (desiredWeight === 0) this.#delete(canary, name);
    }
  }

  #delete({ resource }: CustomObject, name: string): void {
    const { env, rollout, reads } = this.#context;
    const because = canaryObjectDeleted.because((write) => ({ weight: reads.weight(write) }));
    try {
      env.api.delete(resource, rollout.metadata.namespace ?? '', name, { because: [because] });
    } catch (error) {
      const message = `Error deleting canary mapping "${name}": ${reconcileErrorMessage(error)}`;
      this.#event('Warning', 'CanaryMappingCleanupError', message);
    }
  }

  /** Source: createCanaryMapping. */
  #create(baseName: string, name: string, desiredWeight: number): void {
    const { env, rollout, reads } = this.#context;
    const namespace = rollout.metadata.namespace ?? '';
    const base = this.#base(namespace, baseName);
    if (mappingWeight(fieldsOf(base.object)) !== 0) {
      const message = `Ambassador mapping "${baseName}" can not define weight`;
      this.#event('Warning', 'AmbassadorMappingConfigError', message);
      throw new ReconcileError(message);
    }
    const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
    const service = mappingService(fieldsOf(base.object)).replace(stableService, () => canaryService);
    const routed = withNested(fieldsOf(base.object), service, 'spec', 'service');
    const wanted = { ...withNested(routed, desiredWeight, 'spec', 'weight'), metadata: { name, namespace } };
    try {
      env.api.create(base.resource, wanted, { because: [becauseOfCanary(reads, 'spec.weight')] });
    } catch (error) {
      const message = `Error creating canary mapping: ${reconcileErrorMessage(error)}`;
      this.#event('Warning', 'CanaryMappingCreationError', message);
      throw error;
    }
  }

  #base(namespace: string, name: string): CustomObject {
    try {
      return getCustom(this.#context.env.api, AMBASSADOR_MAPPING, namespace, name);
    } catch (error) {
      if (isNotFound(error)) {
        this.#event('Warning', 'AmbassadorMappingNotFound', `Ambassador mapping "${name}" not found`);
      }
      throw error;
    }
  }

  #event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#context.env.recorder.event(this.#context.rollout, type, reason, message);
  }
}

/** The weight of a Mapping; 0 if it has none, or none that is a whole number. Source: GetMappingWeight. */
export function mappingWeight({ spec }: JsonObject): number {
  const weight = isJsonObject(spec) ? spec['weight'] : undefined;
  return typeof weight === 'number' && Number.isInteger(weight) ? weight : 0;
}

/** Source: GetMappingService. */
function mappingService({ spec }: JsonObject): string {
  const service = isJsonObject(spec) ? spec['service'] : undefined;
  return typeof service === 'string' ? service : '';
}
