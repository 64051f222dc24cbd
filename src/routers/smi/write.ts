import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { createMergePatch } from '../../api/merge-patch.ts';
import type { Json, JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { Rollout, WeightDestination } from '../../api/shape/rollout.ts';
import type { SmiTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { controllerRef, type CustomKind, isControlledBy } from '../custom-objects.ts';
import type { TrafficSplitVersion } from '../../world/routing.ts';
import { asText, becauseOfWeights, orOmitted, shareOfService } from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';

export const TRAFFIC_SPLIT: CustomKind = {
  kind: 'TrafficSplit',
  apiVersions: ['split.smi-spec.io/v1alpha1', 'split.smi-spec.io/v1alpha2', 'split.smi-spec.io/v1alpha3'],
};

/** The name of the TrafficSplit: the Rollout's unless the strategy names another. */
export function trafficSplitName({ metadata }: Rollout, { trafficSplitName: named }: SmiTrafficRouting): string {
  return named || (metadata.name ?? '');
}

/**
 * Service Mesh Interface (Linkerd and others): a TrafficSplit of the root Service over the canary's and the stable one.
 * Source: rollout/trafficrouting/smi/smi.go.
 */
export class SmiRouter extends WeightOnlyRouter {
  readonly type = 'SMI';
  readonly #context: RouterContext;
  readonly #smi: SmiTrafficRouting;

  constructor(context: RouterContext, smi: SmiTrafficRouting) {
    super();
    this.#context = context;
    this.#smi = smi;
  }

  override setWeight(desiredWeight: number, additional: readonly WeightDestination[]): void {
    const { env, rollout, reads } = this.#context;
    const { namespace = '' } = rollout.metadata;
    const name = trafficSplitName(rollout, this.#smi);
    const version = env.trafficSplitVersion ?? 'v1alpha1';
    const resource = env.api.resourceFor(`split.smi-spec.io/${version}`, TRAFFIC_SPLIT.kind);
    const spec = this.#spec(version, desiredWeight, additional);
    const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
    const services = additional.map(({ serviceName = '' }) => serviceName);
    const because = becauseOfWeights(reads, spec['backends'], 'spec.backends', {
      shareOf: ({ service }) => shareOfService(service, canaryService, stableService, services),
      ...WRITTEN_AS[version],
    });
    const current = env.api.find(resource, namespace, name);
    if (current === undefined) {
      const wanted = { metadata: { name, namespace, ownerReferences: [controllerRef(rollout)] }, spec };
      try {
        env.api.create(resource, wanted, { because });
      } catch (error) {
        const message = `TrafficSplit \`${name}\` failed creation: ${reconcileErrorMessage(error)}`;
        env.recorder.event(rollout, 'Normal', 'TrafficSplitNotCreated', message);
        throw error;
      }
      env.recorder.event(rollout, 'Normal', 'TrafficSplitCreated', `TrafficSplit \`${name}\` created`);
      return;
    }
    if (!isControlledBy(current, rollout)) throw new ReconcileError(`Rollout does not own TrafficSplit \`${name}\``);
    const patch = createMergePatch({ spec: fieldsOf(current)['spec'] }, { spec });
    if (patch !== undefined) env.api.patch(resource, namespace, name, patch, { because });
  }

  /** Canary, experiments, and what is left for stable. Source: trafficSplitV1Alpha1 and its sisters. */
  #spec(version: TrafficSplitVersion, desiredWeight: number, additional: readonly WeightDestination[]): JsonObject {
    const { canaryService = '', stableService = '' } = this.#context.rollout.spec.strategy.canary ?? {};
    const stableWeight = additional.reduce((left, { weight }) => left - weight, 100 - desiredWeight);
    const backends: readonly Json[] = [
      backend(version, canaryService, desiredWeight),
      ...additional.map(({ serviceName = '', weight }) => backend(version, serviceName, weight)),
      backend(version, stableService, stableWeight),
    ];
    return { service: this.#smi.rootService || stableService, backends };
  }
}

const WRITTEN_AS = { v1alpha1: { as: asText }, v1alpha2: {}, v1alpha3: { as: orOmitted } } as const;

/** v1alpha1 writes weights as quantities, v1alpha3 leaves out a weight of 0. */
function backend(version: TrafficSplitVersion, service: string, weight: number): JsonObject {
  if (version === 'v1alpha1') return { service, weight: String(weight) };
  return version === 'v1alpha3' && weight === 0 ? { service } : { service, weight };
}
