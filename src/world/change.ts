import { withValueAt } from '../api/field-path.ts';
import type { GitFile } from '../api/argocd/git-repository.ts';
import { isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { own } from '../text/own.ts';
import type { ScriptedAction } from './script.ts';
import type { World } from './world.ts';

/** Names an object wherever a world writes it; without a name: every object of the kind. */
export interface ChangedObject {
  readonly kind: string;
  /** `default` unless given. */
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * One change of a world, as plain data: what a question of the form "what if" changes, and what a suggested fix changes.
 *
 * - `field`: a field of an object gets a value, or, if that is undefined, is removed: in the manifests, in what the script applies, and in Git.
 *   Paths are those of `api/field-path.ts`: `spec.strategy.canary.steps[0].setWeight`.
 * - `manifest`: an object is added, or replaces the one of its kind, namespace and name.
 * - `remove`: an object is not there.
 * - `script`: further actions.
 * - `world`: settings of the world itself, such as the seed, the cluster or the traffic.
 */
export type WorldChange =
  | {
      readonly change: 'field';
      readonly object: ChangedObject;
      readonly path: string;
      readonly value: Json | undefined;
    }
  | { readonly change: 'manifest'; readonly manifest: JsonObject }
  | { readonly change: 'remove'; readonly object: ChangedObject }
  | { readonly change: 'script'; readonly script: readonly ScriptedAction[] }
  | { readonly change: 'world'; readonly settings: Partial<World> };

/** A change that a world has no place for: no such object, or no such place in it. */
export class ChangeError extends Error {}

const DEFAULT_NAMESPACE = 'default';

/** The world after changes, one after the other. Throws a ChangeError for a field of an object that the world does not have. */
export function changedWorld(world: World, changes: readonly WorldChange[]): World {
  return changes.reduce(changedBy, world);
}

function changedBy(world: World, change: WorldChange): World {
  switch (change.change) {
    case 'field':
      return withField(world, change);
    case 'manifest':
      return withManifest(world, change.manifest);
    case 'remove':
      return eachObject(world, (object) => (isMeant(object, change.object) ? [] : [object]));
    case 'script':
      return { ...world, script: [...world.script, ...change.script] };
    case 'world':
      return { ...world, ...change.settings };
  }
}

function withField(world: World, { object: meant, path, value }: Extract<WorldChange, { change: 'field' }>): World {
  let isFound = false;
  const changed = eachObject(world, (object) => {
    if (!isMeant(object, meant)) return [object];
    const other = withValueAt(object, path, value);
    if (other === undefined) return [object];
    isFound = true;
    return [other];
  });
  if (!isFound) throw new ChangeError(`there is no ${path} in a ${meant.kind} ${meant.name ?? ''}`.trimEnd());
  return changed;
}

function withManifest(world: World, manifest: JsonObject): World {
  const { kind, metadata } = manifest;
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  if (typeof kind !== 'string' || typeof name !== 'string') throw new ChangeError('a manifest has no kind or no name');
  const meant = { kind, name, ...(typeof namespace === 'string' ? { namespace } : {}) };
  const isThere = world.manifests.some((object) => isMeant(object, meant));
  const manifests = isThere
    ? world.manifests.map((object) => (isMeant(object, meant) ? manifest : object))
    : [...world.manifests, manifest];
  return { ...world, manifests };
}

function isMeant(object: JsonObject, { kind, namespace = DEFAULT_NAMESPACE, name }: ChangedObject): boolean {
  if (object['kind'] !== kind) return false;
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : undefined;
  const isNamed = name === undefined || own(metadata, 'name') === name;
  return isNamed && (own(metadata, 'namespace') ?? DEFAULT_NAMESPACE) === namespace;
}

/** Every object that a world writes down: its manifests, those of Git, those that the script applies or commits. An action of whose object nothing is left goes too. */
function eachObject(world: World, change: (object: JsonObject) => readonly JsonObject[]): World {
  const inFile = (file: GitFile): GitFile =>
    file.objects === undefined
      ? file
      : { ...file, objects: file.objects.flatMap((one): readonly Json[] => (isJsonObject(one) ? change(one) : [one])) };
  const inAction = (scripted: ScriptedAction): readonly ScriptedAction[] => {
    const { action } = scripted;
    if (action.do === 'apply') {
      return change(action.manifest).map((manifest) => ({ ...scripted, action: { ...action, manifest } }));
    }
    if (action.do !== 'commit' || action.files === undefined) return [scripted];
    return [{ ...scripted, action: { ...action, files: action.files.map(inFile) } }];
  };
  return {
    ...world,
    manifests: world.manifests.flatMap(change),
    script: world.script.flatMap(inAction),
    ...(world.git === undefined
      ? {}
      : { git: world.git.map((source) => ({ ...source, files: source.files.map(inFile) })) }),
  };
}
