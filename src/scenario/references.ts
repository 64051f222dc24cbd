import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest } from './manifest.ts';
import { checkServiceSelectors } from './service-selectors.ts';
import { valueAt } from './schema/issues.ts';
import { stubManifest } from './stubs.ts';
import { didYouMean } from './suggest.ts';
import { placeOfValue, type YamlPath } from './yaml-path.ts';
import { podLabels, containersOf } from './workload.ts';

/** A field of a Rollout that names another object. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly path: YamlPath;
}

type ReferenceCode = 'W501' | 'W502' | 'W503' | 'W504' | 'W505' | 'W506' | 'W507' | 'W508' | 'W509';

const CODES: Readonly<Record<string, ReferenceCode>> = {
  Service: 'W501',
  Ingress: 'W502',
  VirtualService: 'W503',
  DestinationRule: 'W504',
  AnalysisTemplate: 'W505',
  ClusterAnalysisTemplate: 'W506',
  Deployment: 'W507',
  Mapping: 'W508',
  TraefikService: 'W509',
};

/**
 * Objects that Rollouts name and nobody gave. The controller looks for most of them before it does anything, and says InvalidSpec.
 * Source: rollout/controller.go getRolloutReferencedResources
 */
export function checkReferences(manifests: readonly Manifest[], diagnostics: DiagnosticList): void {
  for (const rollout of manifests.filter((manifest) => manifest.resource.kind === 'Rollout')) {
    const references = referencesOf(rollout);
    for (const reference of references) {
      const given = namesOf(manifests, reference);
      if (!given.includes(reference.name)) reportMissing(rollout, reference, given, diagnostics);
    }
    checkServiceSelectors(rollout, references, manifests, diagnostics);
  }
}

/** Kinds of which others have namesakes (Knative's Service, for instance). */
const SHAPED: ReadonlySet<string> = new Set(['Service', 'Deployment', 'AnalysisTemplate', 'ClusterAnalysisTemplate']);

function namesOf(manifests: readonly Manifest[], reference: Reference): readonly string[] {
  return manifests
    .filter(({ resource, namespace }) => resource.kind === reference.kind && namespace === reference.namespace)
    .filter(({ unknownKind }) => !unknownKind || !SHAPED.has(reference.kind))
    .map((manifest) => manifest.name);
}

function reportMissing(
  rollout: Manifest,
  reference: Reference,
  given: readonly string[],
  diagnostics: DiagnosticList,
): void {
  const code = CODES[reference.kind];
  if (code === undefined) return;
  const { kind, name, namespace, path } = reference;
  const canary = valueAt(rollout.object, ['spec', 'strategy', 'canary']);
  const service = (key: string): string => textOf(isJsonObject(canary) ? canary[key] : undefined) ?? rollout.name;
  const written = containersOf(rollout.object);
  const stub = stubManifest({
    kind,
    name,
    namespace,
    labels: orElse(podLabels(rollout.object), { app: rollout.name }),
    service: service('stableService'),
    canaryService: service('canaryService'),
    containers: written.length > 0 ? written : [{ name: rollout.name, image: 'IMAGE' }],
  });
  diagnostics.add(code, placeOfValue(rollout.document, [...rollout.path, ...path]), {
    kind,
    name,
    namespace,
    stub,
    suggestion: didYouMean(name, given),
  });
}

function orElse(
  labels: Readonly<Record<string, string>>,
  otherwise: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.keys(labels).length > 0 ? labels : otherwise;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Where names stand in a Rollout, by kind; `*` is every position of a list. */
const NAMED: readonly { readonly kind: string; readonly path: readonly string[] }[] = [
  ...['blueGreen.activeService', 'blueGreen.previewService', 'canary.stableService', 'canary.canaryService'],
  ...['canary.pingPong.pingService', 'canary.pingPong.pongService', 'canary.trafficRouting.alb.rootService'],
  'canary.trafficRouting.smi.rootService',
]
  .map((path) => ({ kind: 'Service', path: path.split('.') }))
  .concat(
    ['nginx.stableIngress', 'nginx.stableIngresses.*', 'alb.ingress', 'alb.ingresses.*'].map((path) => ({
      kind: 'Ingress',
      path: `canary.trafficRouting.${path}`.split('.'),
    })),
    ['virtualService.name', 'virtualServices.*.name'].map((path) => ({
      kind: 'VirtualService',
      path: `canary.trafficRouting.istio.${path}`.split('.'),
    })),
    [
      { kind: 'DestinationRule', path: 'canary.trafficRouting.istio.destinationRule.name'.split('.') },
      { kind: 'Mapping', path: 'canary.trafficRouting.ambassador.mappings.*'.split('.') },
      { kind: 'TraefikService', path: 'canary.trafficRouting.traefik.weightedTraefikServiceName'.split('.') },
    ],
  );

/** Lists of references to analysis templates. */
const TEMPLATES: readonly (readonly string[])[] = [
  'blueGreen.prePromotionAnalysis.templates.*',
  'blueGreen.postPromotionAnalysis.templates.*',
  'canary.analysis.templates.*',
  'canary.steps.*.analysis.templates.*',
  'canary.steps.*.experiment.analyses.*',
].map((path) => path.split('.'));

/** Every object that a Rollout names. */
export function referencesOf(rollout: Manifest): readonly Reference[] {
  const strategy = valueAt(rollout.object, ['spec', 'strategy']);
  const base = ['spec', 'strategy'];
  const named = NAMED.flatMap(({ kind, path }) =>
    find(strategy, path, base).flatMap((found) => {
      const name = textOf(found.value);
      return name === undefined ? [] : [{ kind, ...inNamespace(kind, name, rollout.namespace), path: found.path }];
    }),
  );
  const templates = TEMPLATES.flatMap((path) =>
    find(strategy, path, base).flatMap((found) => templateReference(found.value, found.path, rollout.namespace)),
  );
  return [...named, ...templates, ...workloadReference(rollout)];
}

/** Istio's VirtualServices may be named with their namespace: `name.namespace`. */
function inNamespace(
  kind: string,
  name: string,
  namespace: string,
): { readonly name: string; readonly namespace: string } {
  const dot = kind === 'VirtualService' ? name.indexOf('.') : -1;
  return dot < 0 ? { name, namespace } : { name: name.slice(0, dot), namespace: name.slice(dot + 1) };
}

function templateReference(value: Json | undefined, path: YamlPath, namespace: string): readonly Reference[] {
  const name = isJsonObject(value) ? textOf(value['templateName']) : undefined;
  if (name === undefined || !isJsonObject(value)) return [];
  const cluster = value['clusterScope'] === true;
  const kind = cluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
  return [{ kind, name, namespace: cluster ? '' : namespace, path: [...path, 'templateName'] }];
}

function workloadReference(rollout: Manifest): readonly Reference[] {
  const path = ['spec', 'workloadRef'];
  const value = valueAt(rollout.object, path);
  const reference: JsonObject = isJsonObject(value) ? value : {};
  const name = textOf(reference['name']);
  if (name === undefined || reference['kind'] !== 'Deployment') return [];
  return [{ kind: 'Deployment', name, namespace: rollout.namespace, path: [...path, 'name'] }];
}

interface Found {
  readonly value: Json | undefined;
  readonly path: YamlPath;
}

function find(value: Json | undefined, pattern: readonly string[], before: YamlPath): readonly Found[] {
  const [part, ...rest] = pattern;
  if (part === undefined) return [{ value, path: before }];
  if (part === '*') {
    return isJsonArray(value) ? value.flatMap((item, index) => find(item, rest, [...before, index])) : [];
  }
  return isJsonObject(value) ? find(value[part], rest, [...before, part]) : [];
}
