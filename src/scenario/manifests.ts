import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import { deepEqual } from '../api/equality.ts';
import { apiVersionOf, ROLLOUT } from '../api/resources.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest, ManifestText } from './manifest.ts';
import { checkFields, type Validation } from './manifest-fields.ts';
import { identify } from './manifest-identity.ts';
import { isWithoutModel, REHEARSED_KINDS } from './modelled-kinds.ts';
import { checkReferences } from './references.ts';
import { checkModelled } from './rollout-parts.ts';
import { show, valueAt } from './schema/issues.ts';
import { type Place, positionOf, sourceFile } from './source-file.ts';
import { placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';
import { readYaml, type YamlDocument } from './yaml-reader.ts';

/** How manifests are read. */
export interface ManifestContext {
  readonly diagnostics: DiagnosticList;
  /** The namespace of what names none. */
  readonly namespace: string;
  /** The seed of the rehearsal: names that the API server makes up are drawn from it. */
  readonly seed?: number | undefined;
  /** As kubectl --validate: what a field is that its kind does not have. Strict unless given. */
  readonly validate?: Validation | undefined;
}

/** The objects of manifest texts as kubectl reads them, checked one by one; Lists are opened. In the order of the files, each object once. */
export function readManifests(texts: readonly ManifestText[], context: ManifestContext): readonly Manifest[] {
  const { first, later } = readVersions(texts, context);
  for (const version of later) reportVersion(version, context.diagnostics);
  return first;
}

/** An object that was given before, and differently. */
export interface LaterVersion {
  readonly manifest: Manifest;
  readonly earlier: Manifest;
}

/** The objects of manifest texts, and what some of them become: versions of objects that were given before. Equal objects are one. */
export function readVersions(
  texts: readonly ManifestText[],
  context: ManifestContext,
): { readonly first: readonly Manifest[]; readonly later: readonly LaterVersion[] } {
  const found: Manifest[] = [];
  for (const { name, text, folder } of texts) {
    const documents = readYaml(sourceFile(name, text), 'manifest', context.diagnostics);
    const objects: Manifest[] = [];
    for (const document of documents) collect(context, document, [], document.value, objects);
    found.push(...objects.map((manifest) => (folder === undefined ? manifest : { ...manifest, folder })));
  }
  for (const manifest of found) checkFields(manifest, context);
  const seen = new Map<string, Manifest>();
  const later: LaterVersion[] = [];
  for (const manifest of found) {
    const earlier = seen.get(manifestKey(manifest));
    if (earlier === undefined) seen.set(manifestKey(manifest), manifest);
    else if (!deepEqual(earlier.object, manifest.object)) later.push({ manifest, earlier });
  }
  return { first: [...seen.values()], later };
}

/** The objects of a manifest that is written inside another file, at a path of it. */
export function readManifestObjects(
  context: ManifestContext & { readonly document: YamlDocument },
  path: YamlPath,
): readonly Manifest[] {
  const found: Manifest[] = [];
  const value = valueAt(context.document.value, path);
  if (value !== undefined) collect(context, context.document, path, value, found);
  for (const manifest of found) checkFields(manifest, context);
  return found;
}

function collect(
  context: ManifestContext,
  document: YamlDocument,
  path: YamlPath,
  value: Json,
  found: Manifest[],
): void {
  if (isJsonObject(value) && typeof value['kind'] === 'string' && isList(value['kind'], value)) {
    const { items } = value;
    if (items === undefined || items === null) return;
    if (!isJsonArray(items)) {
      context.diagnostics.add('E413', placeOfValue(document, [...path, 'items']), { found: show(items) });
      return;
    }
    items.forEach((item, index) => collect(context, document, [...path, 'items', index], item, found));
    return;
  }
  const { seed, ...others } = context;
  const seeded = seed === undefined ? others : { ...others, seed };
  const manifest = identify({ ...seeded, document, path }, value);
  if (manifest !== undefined) found.push(manifest);
}

/** `List` of v1, and lists of one kind such as `RolloutList`. */
function isList(kind: string, value: Readonly<Record<string, Json | undefined>>): boolean {
  return kind === 'List' || (kind.endsWith('List') && 'items' in value);
}

/** Names an object of the cluster. */
export function manifestKey(manifest: Manifest): string {
  return `${manifest.resource.group}/${manifest.resource.kind}/${manifest.namespace}/${manifest.name}`;
}

/** Reports that one call gives two versions of an object. */
export function reportVersion({ manifest, earlier }: LaterVersion, diagnostics: DiagnosticList): void {
  const where = placeOfName(earlier);
  const { line } = positionOf(where.file, where.start);
  diagnostics.add('E406', placeOfName(manifest), {
    kind: manifest.resource.kind,
    name: manifest.name,
    where: `${where.file.name}:${line}`,
    before: where.file.name,
    after: manifest.document.file.name,
  });
}

export function placeOfName(manifest: Manifest): Place {
  return placeOfValue(manifest.document, [...manifest.path, 'metadata', 'name']);
}

export function isRollout(manifest: Manifest): boolean {
  return manifest.resource === ROLLOUT;
}

/** What can be said once all objects are known: nothing to rehearse, parts without a model, objects that are named but not given, kinds that nothing acts on. */
export function checkTogether(
  manifests: readonly Manifest[],
  nowhere: Place,
  diagnostics: DiagnosticList,
  nothingToRun: 'refused' | 'noted' = 'refused',
): void {
  if (diagnostics.hasErrors && manifests.length === 0) return;
  if (manifests.length === 0) return diagnostics.add('E409', nowhere, {});
  const rehearsed = manifests.filter(
    ({ resource }) => !isWithoutModel(resource) && REHEARSED_KINDS.includes(resource.kind),
  );
  if (rehearsed.length === 0 && !diagnostics.hasErrors) {
    const kinds = [...new Set(manifests.map((manifest) => manifest.resource.kind))].join(', ');
    diagnostics.add(nothingToRun === 'noted' ? 'N441' : 'E410', nowhere, { kinds });
  }
  for (const rollout of manifests.filter(isRollout)) checkModelled(rollout, diagnostics);
  checkReferences(manifests, diagnostics);
  noteUnknownKinds(manifests, diagnostics);
}

/** Kinds that nothing acts on are kept and said once each, where the first object of the kind stands. */
function noteUnknownKinds(manifests: readonly Manifest[], diagnostics: DiagnosticList): void {
  const byKind = new Map<string, Manifest[]>();
  for (const manifest of manifests.filter(({ resource }) => isWithoutModel(resource))) {
    const key = `${apiVersionOf(manifest.resource)}/${manifest.resource.kind}`;
    byKind.set(key, [...(byKind.get(key) ?? []), manifest]);
  }
  for (const [first, ...others] of byKind.values()) {
    if (first === undefined) continue;
    diagnostics.add('N520', placeOfKey(first.document, [...first.path, 'kind']), {
      kind: first.resource.kind,
      apiVersion: apiVersionOf(first.resource),
      count: others.length + 1,
    });
  }
}

/**
 * The order in which objects are created, whatever order the files had: what rollouts refer to comes before them, then by kind, namespace and name.
 */
export function inCreationOrder(manifests: readonly Manifest[]): readonly Manifest[] {
  const key = (manifest: Manifest): string =>
    [rankOf(manifest), manifest.resource.kind, manifest.resource.group, manifest.namespace, manifest.name].join(
      '\u0000',
    );
  return [...manifests].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function rankOf(manifest: Manifest): number {
  if (manifest.resource.kind === 'Namespace' || manifest.resource.kind === 'CustomResourceDefinition') return 0;
  if (isRollout(manifest)) return 3;
  return manifest.unknownKind ? 1 : 2;
}
