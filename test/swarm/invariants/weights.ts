import { isJsonArray, isJsonObject, type Json } from '../../../src/api/json.ts';
import { INGRESS, type KubeObject, type Resource, unknownResource } from '../../../src/api/resources.ts';
import type { Rollout } from '../../../src/api/shape/rollout.ts';
import type { Invariant, Moment, Report } from './invariant.ts';
import { forEachRollout } from './stable.ts';

/** Weights add up: in the status of every rollout, and in every object that routes by them. */
export const weightsAddUp: Invariant = {
  name: 'weights add up',
  begin:
    ({ nothingDeleted, onlyImagesChange }, report) =>
    (moment) => {
      forEachRollout(moment, (rollout) => {
        const max = rollout.spec.strategy.canary?.trafficRouting?.maxTrafficWeight ?? 100;
        const { weights } = rollout.status.canary;
        if (weights === undefined) return;
        const parts = [weights.canary, weights.stable, ...(weights.additional ?? [])].map(({ weight }) => weight);
        expectSum(`Rollout ${rollout.metadata.name}: status.canary.weights`, parts, max, report);
        if (nothingDeleted && onlyImagesChange) checkIngress(moment, rollout, max, report);
      });
      for (const { kind, apiVersions, weightsOf } of ROUTED) {
        for (const apiVersion of apiVersions) {
          for (const object of moment.objects.list(resourceOf(apiVersion, kind))) {
            const max = maxWeightFor(moment);
            for (const parts of weightsOf(specOf(object))) {
              expectSum(`${kind} ${object.metadata.name}`, parts, max, report);
            }
          }
        }
      }
    },
};

const resources = new Map<string, Resource<KubeObject>>();

function resourceOf(apiVersion: string, kind: string): Resource<KubeObject> {
  const key = `${apiVersion} ${kind}`;
  const resource = resources.get(key) ?? unknownResource(apiVersion, kind);
  resources.set(key, resource);
  return resource;
}

/** The scale of the weights of the only rollout; 100 unless it says otherwise. */
function maxWeightFor(moment: Moment): readonly number[] {
  const scales = [100];
  forEachRollout(moment, ({ spec }) => {
    const max = spec.strategy.canary?.trafficRouting?.maxTrafficWeight;
    if (max !== undefined) scales.push(max);
  });
  return scales;
}

function expectSum(what: string, parts: readonly number[], max: number | readonly number[], report: Report): void {
  const total = parts.reduce((sum, weight) => sum + weight, 0);
  if (![max].flat().includes(total))
    report(`${what}: ${parts.join(' + ')} is ${total}, not ${[max].flat().join(' or ')}`);
  if (parts.some((weight) => !Number.isInteger(weight) || weight < 0)) report(`${what}: ${parts.join(', ')}`);
}

/** The canary Ingress has the weight of the status. Source: rollout/trafficrouting/nginx/nginx.go SetWeight. */
function checkIngress(moment: Moment, { metadata, spec, status }: Rollout, max: number, report: Report): void {
  const nginx = spec.strategy.canary?.trafficRouting?.nginx;
  const { weights } = status.canary;
  if (nginx?.stableIngress === undefined || weights === undefined) return;
  const name = `${metadata.name}-${nginx.stableIngress}-canary`;
  const ingress = moment.objects.find(INGRESS, metadata.namespace ?? 'default', name);
  const prefix = nginx.annotationPrefix ?? 'nginx.ingress.kubernetes.io';
  const found = ingress?.metadata.annotations?.[`${prefix}/canary-weight`];
  if (ingress === undefined) {
    if (weights.canary.weight !== 0)
      report(`Rollout ${metadata.name}: weight ${weights.canary.weight}, and no Ingress ${name}`);
  } else if (found !== String(weights.canary.weight)) {
    report(`Ingress ${name} has weight ${found} of ${max}, the status ${weights.canary.weight}`);
  }
}

interface Routed {
  readonly kind: string;
  readonly apiVersions: readonly string[];
  /** The weights of each route that splits. */
  readonly weightsOf: (spec: Json) => readonly (readonly number[])[];
}

function specOf(object: KubeObject): Json {
  const whole: unknown = object;
  return isJsonObject(whole) ? (whole['spec'] ?? null) : null;
}

function at(value: Json, ...path: readonly string[]): Json {
  return path.reduce<Json>((inner, key) => (isJsonObject(inner) ? (inner[key] ?? null) : null), value);
}

const items = (value: Json): readonly Json[] => (isJsonArray(value) ? value : []);

/** The weights of some targets; none where they are not split. */
function weights(targets: Json): readonly (readonly number[])[] {
  const found = items(targets).flatMap((target) => {
    const weight = at(target, 'weight');
    return typeof weight === 'number' ? [weight] : [];
  });
  return found.length < 2 ? [] : [found];
}

const ROUTED: readonly Routed[] = [
  {
    kind: 'VirtualService',
    apiVersions: ['networking.istio.io/v1'],
    weightsOf: (spec) => items(at(spec, 'http')).flatMap((route) => weights(at(route, 'route'))),
  },
  {
    kind: 'HTTPRoute',
    apiVersions: ['gateway.networking.k8s.io/v1'],
    weightsOf: (spec) => items(at(spec, 'rules')).flatMap((rule) => weights(at(rule, 'backendRefs'))),
  },
  {
    kind: 'TrafficSplit',
    apiVersions: ['split.smi-spec.io/v1alpha1', 'split.smi-spec.io/v1alpha3'],
    weightsOf: (spec) => weights(at(spec, 'backends')),
  },
  {
    kind: 'TraefikService',
    apiVersions: ['traefik.io/v1alpha1'],
    weightsOf: (spec) => weights(at(spec, 'weighted', 'services')),
  },
  {
    kind: 'ApisixRoute',
    apiVersions: ['apisix.apache.org/v2'],
    weightsOf: (spec) => items(at(spec, 'http')).flatMap((route) => weights(at(route, 'backends'))),
  },
  {
    kind: 'VirtualRouter',
    apiVersions: ['appmesh.k8s.aws/v1beta2'],
    weightsOf: (spec) =>
      items(at(spec, 'routes')).flatMap((route) => weights(at(route, 'httpRoute', 'action', 'weightedTargets'))),
  },
];
