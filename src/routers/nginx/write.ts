import { canonical } from '../../api/canonical.ts';
import { ReconcileError } from '../../api/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { type Because, defineFunction, isAnything, isText } from '../../api/reason.ts';
import { INGRESS } from '../../api/resources.ts';
import { type Ingress, type IngressRule, ingressSpec, type IngressSpec } from '../../api/shape/networking.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { NginxTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { setOwn } from '../../text/own.ts';
import { getCanaryIngressAnnotationPrefixOrDefault, getCanaryIngressName } from './names.ts';
import { controllerRef, isControlledBy } from '../custom-objects.ts';
import { type Annotations, INGRESS_CLASS_ANNOTATION, ingressPatch, pathsOf, serviceOf } from '../ingress-parts.ts';
import { wrapMessage } from '../reconcile-errors.ts';
import { asText, becauseOfCanary, copiedFromStable } from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';

/**
 * NGINX ingress controller: beside each stable Ingress stands a canary Ingress, a copy of the rules that go to the
 * stable Service, with the weight in an annotation. Source: rollout/trafficrouting/nginx/nginx.go.
 */
export class NginxRouter extends WeightOnlyRouter {
  readonly type = 'Nginx';
  readonly #context: RouterContext;
  readonly #nginx: NginxTrafficRouting;

  constructor(context: RouterContext, nginx: NginxTrafficRouting) {
    super();
    this.#context = context;
    this.#nginx = nginx;
  }

  /** Source: SetWeight, SetWeightPerIngress. */
  override setWeight(desiredWeight: number): void {
    for (const name of this.#nginx.stableIngresses ?? [this.#nginx.stableIngress ?? '']) {
      this.#setWeightBeside(name, desiredWeight);
    }
  }

  #setWeightBeside(stableName: string, desiredWeight: number): void {
    const { env, rollout } = this.#context;
    const { name = '', namespace = '' } = rollout.metadata;
    const stable = wrapMessage(`error retrieving stableIngress \`${stableName}\` from cache`, () =>
      env.api.get(INGRESS, namespace, stableName),
    );
    const canaryName = getCanaryIngressName(name, stableName);
    const current = env.api.find(INGRESS, namespace, canaryName);
    const desired = buildCanaryIngress(rollout, this.#nginx, stable, canaryName, desiredWeight);
    const { reads } = this.#context;
    const prefix = getCanaryIngressAnnotationPrefixOrDefault(rollout);
    const copied = copiedFromStable.because((write) => ({
      stable: write.of(stable, 'metadata.name'),
      written: canaryRules.of(
        write.of(stable, 'spec'),
        write.of(rollout, 'spec.strategy.canary.stableService'),
        write.of(rollout, 'spec.strategy.canary.canaryService'),
      ),
    }));
    const because = [becauseOfCanary(reads, `metadata.annotations[${prefix}/canary-weight]`, asText), copied];
    if (current === undefined) this.#create(desired, canaryName, desiredWeight, because);
    else this.#patch(current, desired, desiredWeight, because);
  }

  #create(desired: Ingress, name: string, desiredWeight: number, because: readonly Because[]): void {
    const { env, rollout } = this.#context;
    const message = `Creating canary ingress \`${name}\` with weight \`${desiredWeight}\``;
    env.recorder.event(rollout, 'Normal', 'CreatingCanaryIngress', message);
    wrapMessage(`error creating canary ingress \`${name}\``, () => env.api.create(INGRESS, desired, { because }));
  }

  #patch(current: Ingress, desired: Ingress, desiredWeight: number, because: readonly Because[]): void {
    const { env, rollout } = this.#context;
    const { name = '', namespace = '' } = current.metadata;
    if (!isControlledBy(current, rollout)) {
      throw new ReconcileError(`canary ingress \`${name}\` controlled by different object`);
    }
    const annotations = { ...current.metadata.annotations, ...desired.metadata.annotations };
    const patch = ingressPatch(current, { annotations, noLabels: true, spec: desired.spec });
    if (patch === undefined) return;
    const message = `Updating Ingress \`${name}\` to desiredWeight '${desiredWeight}'`;
    env.recorder.event(rollout, 'Normal', 'PatchingCanaryIngress', message);
    wrapMessage(`error patching canary ingress \`${name}\``, () =>
      env.api.patch(INGRESS, namespace, name, patch, { because }),
    );
  }
}

/** The rule with every path to the stable Service led to the canary's; undefined if it has none. */
function canaryRule(rule: IngressRule, stableService: string, canaryService: string): IngressRule | undefined {
  let found = false;
  const paths = pathsOf(rule).map((path) => {
    if (serviceOf(path) !== stableService || path.backend.service === undefined) return path;
    found = true;
    return { ...path, backend: { ...path.backend, service: { ...path.backend.service, name: canaryService } } };
  });
  return found ? { ...rule, http: { paths } } : undefined;
}

/** The rules of a canary Ingress: of the stable one's spec, and the names of the stable and the canary Service. */
export const canaryRules = defineFunction('canaryRules', [isAnything, isText, isText], ([value, stable, canary]) => {
  const spec = canonical(ingressSpec, value);
  if (!isIngressSpec(spec)) return null;
  const rules = (spec.rules ?? []).flatMap((rule) => canaryRule(rule, stable, canary) ?? []);
  const written = canonical(ingressSpec, { rules });
  return isJsonObject(written) ? (written['rules'] ?? null) : null;
});

/** What went through the canonical form of a spec is one. */
function isIngressSpec(value: Json): value is IngressSpec & JsonObject {
  return isJsonObject(value);
}

/**
 * The canary Ingress: TLS, class and fitting rules of the stable one, and annotations that make NGINX send it a share.
 * Source: buildCanaryIngress.
 */
function buildCanaryIngress(
  rollout: Rollout,
  nginx: NginxTrafficRouting,
  stable: Ingress,
  name: string,
  desiredWeight: number,
): Ingress {
  const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
  const rules = (stable.spec.rules ?? []).flatMap((rule) => canaryRule(rule, stableService, canaryService) ?? []);
  if (rules.length === 0) {
    const named = nginx.stableIngress ?? '';
    throw new ReconcileError(`ingress \`${named}\` has no rules using service ${stableService} backend`);
  }
  const { tls, ingressClassName } = stable.spec;
  return {
    metadata: {
      name,
      namespace: rollout.metadata.namespace,
      annotations: canaryAnnotations(rollout, nginx, stable, desiredWeight),
      ownerReferences: [controllerRef(rollout)],
    },
    spec: { tls, ingressClassName, rules },
    status: { loadBalancer: {} },
  };
}

/**
 * Later ones win: the class, additionalIngressAnnotations, canaryIngressAnnotations, then those that carry the weight.
 */
function canaryAnnotations(
  rollout: Rollout,
  nginx: NginxTrafficRouting,
  stable: Ingress,
  desiredWeight: number,
): Annotations {
  const prefix = getCanaryIngressAnnotationPrefixOrDefault(rollout);
  const annotations: Record<string, string> = {};
  const ingressClass = stable.metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
  if (ingressClass !== undefined) annotations[INGRESS_CLASS_ANNOTATION] = ingressClass;
  for (const [key, value] of Object.entries(nginx.additionalIngressAnnotations ?? {})) {
    setOwn(annotations, key.startsWith(prefix) ? key : `${prefix}/${key}`, value);
  }
  for (const [key, value] of Object.entries(nginx.canaryIngressAnnotations ?? {})) setOwn(annotations, key, value);
  setOwn(annotations, `${prefix}/canary`, 'true');
  setOwn(annotations, `${prefix}/canary-weight`, String(desiredWeight));
  const max = rollout.spec.strategy.canary?.trafficRouting?.maxTrafficWeight;
  if (max !== undefined) setOwn(annotations, `${prefix}/canary-weight-total`, String(max));
  return annotations;
}
