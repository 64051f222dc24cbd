import type { JsonObject } from '../api/json.ts';
import { apiVersionOf, KNOWN_RESOURCES } from '../api/resources.ts';
import type { Action } from '../world/actions/actions.ts';
import { behaviourOf } from './behaviour.ts';
import { checkCommand } from './commands.ts';
import { type DelayedAction, faultOf, podsOf } from './faults.ts';
import { resolvePath, shownName } from './files.ts';
import { commitOf } from './git.ts';
import type { Manifest } from './manifest.ts';
import { readManifestObjects, readManifests } from './manifests.ts';
import { metricAnswers } from './metrics.ts';
import type { ScenarioContext } from './scenario-context.ts';
import type { MetricChange } from './schema/metrics.ts';
import { type ActionName, NODE_DEEDS, type ScriptEntry } from './schema/script.ts';
import { didYouMean } from './suggest.ts';
import { placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

/** What an entry of the script does, ready for the world. */
export function delayedActionsOf(
  context: ScenarioContext,
  entry: ScriptEntry,
  name: ActionName,
  path: YamlPath,
): readonly DelayedAction[] {
  if (name === 'fault') return entry.fault === undefined ? [] : faultOf(context, entry.fault, [...path, name]);
  return actionsOf(context, entry, name, path).map((action) => ({ action }));
}

function actionsOf(
  context: ScenarioContext,
  entry: ScriptEntry,
  name: Exclude<ActionName, 'fault'>,
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
    case 'node':
      return entry.node === undefined ? [] : nodeOf(context, entry.node, at);
    case 'commit':
      return entry.commit === undefined ? [] : commitActions(context, entry.commit, at);
    case 'metric':
      return entry.metric === undefined ? [] : [metricOf(context, entry.metric, at)];
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

function imageOf(context: ScenarioContext, image: NonNullable<ScriptEntry['image']>, path: YamlPath): Action {
  return { do: 'image', image: image.name, behaviour: behaviourOf(context, image, path, context.pods) };
}

/** What happens to a node; that is an error if the scenario has none of that name. */
function nodeOf(
  { document, diagnostics, nodes }: ScenarioContext,
  setting: NonNullable<ScriptEntry['node']>,
  path: YamlPath,
): readonly Action[] {
  const given = NODE_DEEDS.filter((deed) => setting[deed] !== undefined);
  const [what, second] = given;
  if (what === undefined) {
    diagnostics.add('E332', placeOfValue(document, path), { deeds: NODE_DEEDS });
    return [];
  }
  if (second !== undefined) diagnostics.add('E302', placeOfKey(document, [...path, second]), { first: what, second });
  const node = setting[what] ?? '';
  if (!nodes.includes(node)) {
    const suggestion = didYouMean(node, nodes);
    diagnostics.add('E330', placeOfValue(document, [...path, what]), { found: node, known: nodes, suggestion });
  }
  return [{ do: 'node', node, what }];
}

function commitActions(
  context: ScenarioContext,
  setting: NonNullable<ScriptEntry['commit']>,
  path: YamlPath,
): readonly Action[] {
  const change = commitOf(context, setting, path);
  return change === undefined ? [] : [{ do: 'commit', ...change }];
}

function metricOf(context: ScenarioContext, { name, value }: MetricChange, path: YamlPath): Action {
  return { do: 'metric', metric: name, answers: metricAnswers(context, value, [...path, 'value']) };
}
