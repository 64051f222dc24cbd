import { isJsonObject, type Json } from '../api/json.ts';
import { own } from '../text/own.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest } from './manifest.ts';
import { type Reference, referencesOf } from './reference-paths.ts';
import { checkServiceSelectors } from './service-selectors.ts';
import { valueAt } from './schema/issues.ts';
import { stubManifest } from './stubs.ts';
import { didYouMean } from './suggest.ts';
import { placeOfValue } from './yaml-path.ts';
import { containersOf, podLabels } from './workload.ts';

type ReferenceCode =
  | 'W501'
  | 'W502'
  | 'W503'
  | 'W504'
  | 'W505'
  | 'W506'
  | 'W507'
  | 'W508'
  | 'W509'
  | 'W511'
  | 'W512'
  | 'W513'
  | 'W514'
  | 'W515';

/** Kinds with a code of their own. */
const CODES: ReadonlyMap<string, ReferenceCode> = new Map(
  Object.entries<ReferenceCode>({
    Service: 'W501',
    Ingress: 'W502',
    'networking.istio.io/VirtualService': 'W503',
    DestinationRule: 'W504',
    AnalysisTemplate: 'W505',
    ClusterAnalysisTemplate: 'W506',
    Deployment: 'W507',
    TraefikService: 'W509',
    ApisixRoute: 'W511',
    'appmesh.k8s.aws/VirtualService': 'W512',
    VirtualNode: 'W513',
    Secret: 'W515',
  }),
);

/** An object that another names and nobody gave. */
export interface MissingObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The least manifest that makes the rollout work. */
  readonly stub: string;
}

interface Missing extends MissingObject {
  readonly from: Manifest;
  readonly reference: Reference;
  readonly known: Known;
}

/**
 * Objects that others name and nobody gave. The rollout controller looks for most of them before it does anything, and says InvalidSpec.
 * Source: rollout/controller.go getRolloutReferencedResources
 */
export function checkReferences(manifests: readonly Manifest[], diagnostics: DiagnosticList): void {
  for (const missing of missingAmong(manifests)) reportMissing(missing, diagnostics);
  for (const manifest of manifests) {
    if (manifest.resource.kind !== 'Rollout') continue;
    checkServiceSelectors(manifest, referencesOf(manifest), manifests, diagnostics);
  }
}

/** The objects that are missing, each once. */
export function missingObjects(manifests: readonly Manifest[]): readonly MissingObject[] {
  return missingAmong(manifests).map(({ kind, namespace, name, stub }) => ({ kind, namespace, name, stub }));
}

function missingAmong(manifests: readonly Manifest[]): readonly Missing[] {
  const found = new Map<string, Missing>();
  for (const from of manifests) {
    for (const reference of referencesOf(from)) {
      const given = namesOf(manifests, reference);
      const { kind, namespace, name } = reference;
      const key = `${keyOf(reference)} ${namespace} ${name}`;
      if (given.includes(name) || found.has(key)) continue;
      const known = { given, elsewhere: namespacesOf(manifests, reference) };
      found.set(key, { kind, namespace, name, stub: stubOf(from, reference), from, reference, known });
    }
  }
  return [...found.values()];
}

function keyOf({ group, kind }: Reference): string {
  return group === undefined ? kind : `${group}/${kind}`;
}

/** Kinds of which others have namesakes (Knative's Service, for instance). */
const SHAPED: ReadonlySet<string> = new Set(['Service', 'Deployment', 'AnalysisTemplate', 'ClusterAnalysisTemplate']);

function namesOf(manifests: readonly Manifest[], { kind, group, namespace }: Reference): readonly string[] {
  return manifests
    .filter((manifest) => manifest.resource.kind === kind && manifest.namespace === namespace)
    .filter(({ resource }) => group === undefined || resource.group === group)
    .filter(({ unknownKind }) => !unknownKind || !SHAPED.has(kind))
    .map((manifest) => manifest.name);
}

/** Other namespaces in which there is an object of this kind and name, and whether the manifest states its namespace. */
function namespacesOf(manifests: readonly Manifest[], { kind, group, name }: Reference): readonly Elsewhere[] {
  return manifests
    .filter((manifest) => manifest.resource.kind === kind && manifest.name === name && manifest.namespace !== '')
    .filter(({ resource }) => group === undefined || resource.group === group)
    .map(({ namespace, document, path }) => ({
      namespace,
      isWritten: valueAt(document.value, [...path, 'metadata', 'namespace']) !== undefined,
    }));
}

interface Elsewhere {
  readonly namespace: string;
  readonly isWritten: boolean;
}

interface Known {
  /** Names of the kind in the namespace where it is looked for. */
  readonly given: readonly string[];
  /** Where else an object of the very name is. */
  readonly elsewhere: readonly Elsewhere[];
}

function stubOf(from: Manifest, reference: Reference): string {
  const canary = valueAt(from.object, ['spec', 'strategy', 'canary']);
  const service = (key: string): string => textOf(isJsonObject(canary) ? own(canary, key) : undefined) ?? from.name;
  const written = containersOf(from.object);
  return stubManifest(reference, {
    reference,
    labels: orElse(podLabels(from.object), { app: from.name }),
    service: service('stableService'),
    canaryService: service('canaryService'),
    containers: written.length > 0 ? written : [{ name: from.name, image: 'IMAGE' }],
    routing: isJsonObject(canary) ? (canary['trafficRouting'] ?? null) : null,
    keys: secretKeys(from, reference.name),
  });
}

function reportMissing({ from, reference, stub, known }: Missing, diagnostics: DiagnosticList): void {
  const code = CODES.get(keyOf(reference)) ?? (reference.required === true ? 'W508' : 'W514');
  const { kind, name, namespace, path } = reference;
  const [elsewhere] = known.elsewhere;
  diagnostics.add(code, placeOfValue(from.document, [...from.path, ...path]), {
    kind,
    by: from.resource.kind,
    name,
    namespace,
    stub,
    suggestion: didYouMean(name, known.given),
    elsewhere,
  });
}

/** The keys of a Secret that an analysis takes its arguments from. */
function secretKeys({ object }: Manifest, secret: string): readonly string[] {
  const args = valueAt(object, ['spec', 'args']);
  const references = Array.isArray(args)
    ? args.map((arg: Json) => valueAt(arg, ['valueFrom', 'secretKeyRef'])).filter(isJsonObject)
    : [];
  return references.flatMap(({ name, key }) => (name === secret && typeof key === 'string' ? [key] : []));
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
