import type { JsonObject } from '../api/json.ts';
import { apiVersionOf, KNOWN_RESOURCES } from '../api/resources.ts';
import type { Action } from '../simulation/world.ts';
import { behaviourOf } from './behaviour.ts';
import { checkCommand } from './commands.ts';
import { resolvePath, shownName } from './files.ts';
import type { Manifest } from './manifest.ts';
import { readManifestObjects, readManifests } from './manifests.ts';
import type { ActionName, ScriptEntry } from './schema/script.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { didYouMean } from './suggest.ts';
import { placeOfValue, type YamlPath } from './yaml-path.ts';

/** What an entry of the script does, ready for the world. */
export function actionsOf(
  context: ScenarioContext,
  entry: ScriptEntry,
  name: ActionName,
  path: YamlPath,
): readonly Action[] {
  const at = [...path, name];
  switch (name) {
    case 'run':
      return entry.run === undefined ? [] : [runOf(context, entry.run, at)];
    case 'apply':
      return entry.apply === undefined ? [] : applyOf(context, entry.apply, at);
    case 'patch':
      return entry.patch === undefined ? [] : patchOf(context, entry.patch, at);
    case 'delete':
      return entry.delete === undefined ? [] : deleteOf(context, entry.delete, at);
    case 'pods':
      return entry.pods === undefined ? [] : [podsOf(entry.pods)];
    case 'image':
      return entry.image === undefined ? [] : [imageOf(context, entry.image, at)];
  }
}

function runOf(context: ScenarioContext, command: string, path: YamlPath): Action {
  checkCommand(context, command, path);
  return { do: 'run', command, namespace: context.namespace };
}

function applyOf(context: ScenarioContext, apply: string | JsonObject, path: YamlPath): readonly Action[] {
  const manifests = typeof apply === 'string' ? fileObjects(context, apply, path) : readManifestObjects(context, path);
  return manifests.map(({ object }) => ({ do: 'apply', manifest: object }));
}

function fileObjects(context: ScenarioContext, file: string, path: YamlPath): readonly Manifest[] {
  const resolved = resolvePath(context.path, file);
  const text = context.files.read(resolved);
  if (text === undefined) {
    context.diagnostics.add('E101', placeOfValue(context.document, path), { path: file, folder: false });
    return [];
  }
  return readManifests([{ name: shownName(resolved), text }], context);
}

type Target = NonNullable<ScriptEntry['delete']>;

interface Resolved {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** The object that a patch or a deletion is about; its apiVersion is guessed from the kind. */
function targetOf(context: ScenarioContext, target: Target, path: YamlPath): Resolved | undefined {
  const { manifests, diagnostics, document } = context;
  const { kind, name } = target;
  const known = KNOWN_RESOURCES.find((resource) => resource.kind === kind);
  const given = manifests.find((manifest) => manifest.resource.kind === kind);
  const resource = known ?? given?.resource;
  const apiVersion = target.apiVersion ?? (resource === undefined ? undefined : apiVersionOf(resource));
  if (apiVersion === undefined) {
    const kinds = [
      ...new Set([...KNOWN_RESOURCES, ...manifests.map((manifest) => manifest.resource)].map((item) => item.kind)),
    ];
    diagnostics.add('E326', placeOfValue(document, [...path, 'kind']), {
      found: kind,
      known: kinds,
      suggestion: didYouMean(kind, kinds),
    });
    return undefined;
  }
  const namespace = resource?.namespaced === false ? '' : (target.namespace ?? context.namespace);
  warnIfAbsent(context, { apiVersion, kind, name, namespace }, path);
  return { apiVersion, kind, name, namespace };
}

/** Kinds that controllers make during the run: their names need not be in the manifests. */
const MADE_IN_THE_RUN: ReadonlySet<string> = new Set(['ReplicaSet', 'Pod', 'AnalysisRun', 'Experiment', 'Job']);

function warnIfAbsent(context: ScenarioContext, target: Resolved, path: YamlPath): void {
  if (MADE_IN_THE_RUN.has(target.kind)) return;
  const names = context.manifests
    .filter(({ resource, namespace }) => resource.kind === target.kind && namespace === target.namespace)
    .map(({ name }) => name);
  if (names.includes(target.name)) return;
  const { kind, name, namespace } = target;
  context.diagnostics.add('W318', placeOfValue(context.document, [...path, 'name']), {
    kind,
    name,
    namespace,
    suggestion: didYouMean(name, names),
  });
}

function patchOf(
  context: ScenarioContext,
  patch: NonNullable<ScriptEntry['patch']>,
  path: YamlPath,
): readonly Action[] {
  const target = targetOf(context, patch, path);
  if (target === undefined) return [];
  const action = { do: 'patch', ...target, merge: patch.merge } as const;
  return [patch.subresource === undefined ? action : { ...action, subresource: patch.subresource }];
}

function deleteOf(context: ScenarioContext, target: Target, path: YamlPath): readonly Action[] {
  const resolved = targetOf(context, target, path);
  return resolved === undefined ? [] : [{ do: 'delete', ...resolved }];
}

function podsOf(pods: NonNullable<ScriptEntry['pods']>): Action {
  return { do: 'pods', image: pods.image, count: pods.count === 'all' ? -1 : pods.count, what: pods.do };
}

function imageOf(context: ScenarioContext, image: NonNullable<ScriptEntry['image']>, path: YamlPath): Action {
  return { do: 'image', image: image.name, behaviour: behaviourOf(context, image, path, context.ready) };
}
