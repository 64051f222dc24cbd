import type { KubeObject } from '../../api/resources.ts';
import { MANAGED_BY_ANNOTATION } from '../../api/rollouts/names.ts';
import type { Service } from '../../api/shape/core.ts';
import type { Ingress } from '../../api/shape/networking.ts';
import type { Rollout } from '../../api/shape/rollout.ts';

/** What a rollout uses a Service for. */
export type ServiceUse =
  'StableService' | 'CanaryService' | 'PingService' | 'PongService' | 'ActiveService' | 'PreviewService';

export interface UsedService {
  readonly type: ServiceUse;
  readonly service: Service;
}

/** The objects that a rollout refers to, as far as they are given. */
export interface LintReferences {
  readonly services: readonly UsedService[];
  readonly ingresses: readonly Ingress[];
  readonly virtualServices: readonly KubeObject[];
}

/** Objects that rollouts may refer to. */
export interface GivenObjects {
  readonly services: readonly Service[];
  readonly ingresses: readonly Ingress[];
  readonly virtualServices: readonly KubeObject[];
}

/** A namespace that is not written may be any. */
function mayShareNamespace(a: KubeObject, b: KubeObject): boolean {
  const [left = '', right = ''] = [a.metadata.namespace, b.metadata.namespace];
  return left === '' || right === '' || left === right;
}

/** The object as the controller would have marked it. */
function managedBy<T extends KubeObject>(rollout: Rollout, object: T): T {
  const annotations = { ...object.metadata.annotations, [MANAGED_BY_ANNOTATION]: rollout.metadata.name ?? '' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** A Service that a rollout uses for several things counts as the last of these. Source: lint.go setServiceTypeAndManagedAnnotation. */
function useOf({ spec }: Rollout, { metadata }: Service): ServiceUse | undefined {
  const { canary, blueGreen } = spec.strategy;
  const uses: readonly (readonly [ServiceUse, string | undefined])[] = [
    ['CanaryService', canary?.canaryService],
    ['StableService', canary?.stableService],
    ['PingService', canary?.pingPong?.pingService],
    ['PongService', canary?.pingPong?.pongService],
    ['ActiveService', blueGreen?.activeService],
    ['PreviewService', blueGreen?.previewService],
  ];
  return uses.findLast(([, name]) => name !== undefined && name === metadata.name)?.[0];
}

/** The Service that the Ingress of a rollout must lead to. Source: lint.go setIngressManagedAnnotation. */
function ingressService({ spec }: Rollout): string | undefined {
  const canary = spec.strategy.canary;
  const routing = canary?.trafficRouting;
  if (routing === undefined) return undefined;
  if (routing.nginx !== undefined) return canary?.stableService ?? '';
  if (routing.alb !== undefined) return routing.alb.rootService || (canary?.stableService ?? '');
  return routing.smi?.rootService ?? '';
}

/** Source: utils/ingress/ingress.go HasRuleWithService. */
function leadsTo({ spec }: Ingress, service: string): boolean {
  return (spec.rules ?? []).some(({ http }) =>
    (http?.paths ?? []).some(({ backend }) => backend.service?.name === service),
  );
}

/** Source: lint.go setVirtualServiceManagedAnnotation. */
function isVirtualServiceOf({ spec }: Rollout, { metadata }: KubeObject): boolean {
  const istio = spec.strategy.canary?.trafficRouting?.istio;
  const named = [istio?.virtualService?.name, ...(istio?.virtualServices ?? []).map(({ name }) => name)];
  return metadata.name !== undefined && named.includes(metadata.name);
}

/**
 * The objects that a rollout refers to, marked as its own. Each rollout is looked at by itself: the reference stops looking for Ingresses and
 * VirtualServices at the first rollout without a router, but its controller does not.
 * Source: pkg/kubectl-argo-rollouts/cmd/lint/lint.go matchRolloutToReferences.
 */
export function referencesOf(rollout: Rollout, given: GivenObjects): LintReferences {
  const near = <T extends KubeObject>(objects: readonly T[]): readonly T[] =>
    objects.filter((object) => mayShareNamespace(rollout, object));
  const leads = ingressService(rollout);
  return {
    services: near(given.services).flatMap((service) => {
      const type = useOf(rollout, service);
      return type === undefined ? [] : [{ type, service: managedBy(rollout, service) }];
    }),
    ingresses: near(given.ingresses)
      .filter((ingress) => leads !== undefined && leadsTo(ingress, leads))
      .map((ingress) => managedBy(rollout, ingress)),
    virtualServices: near(given.virtualServices)
      .filter((object) => isVirtualServiceOf(rollout, object))
      .map((object) => managedBy(rollout, object)),
  };
}
