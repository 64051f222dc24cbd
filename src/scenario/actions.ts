import { REFERENCE_VERSIONS } from '../api/reference.ts';
import type { JsonObject } from '../api/json.ts';
import { apiVersionOf, KNOWN_RESOURCES } from '../api/resources.ts';
import type { Action } from '../world/actions/actions.ts';
import { LIMITS } from '../world/limits.ts';
import type { PodFault, PodsAction } from '../world/actions/pods.ts';
import { behaviourOf } from './behaviour.ts';
import { checkCommand } from './commands.ts';
import { resolvePath, shownName } from './files.ts';
import { commitOf } from './git.ts';
import type { Manifest } from './manifest.ts';
import { readManifestObjects, readManifests } from './manifests.ts';
import { checkPatchFields } from './manifest-fields.ts';
import { isTooManyPods } from './manifest-limits.ts';
import { metricAnswers } from './metrics.ts';
import type { ScenarioContext } from './scenario-context.ts';
import type { MetricChange } from './schema/metrics.ts';
import { show, valueAt } from './schema/issues.ts';
import { type EntryAction, type FaultSetting, NODE_FAULTS, type ScriptEntry } from './schema/script.ts';
import { didYouMean } from './suggest.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { pathText, placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

/** An action of an entry of the script, and how long after its trigger. */
export interface DelayedAction {
  readonly action: Action;
  readonly laterMs?: number;
}

type Setting<K extends EntryAction> = NonNullable<ScriptEntry[K]>;

type Reader<K extends EntryAction> = (
  context: ScenarioContext,
  setting: Setting<K>,
  path: YamlPath,
) => readonly (Action | DelayedAction)[];

/** How each action of the script becomes actions of the world. */
const READERS: { readonly [K in EntryAction]: Reader<K> } = {
  run: runOf,
  apply: applyOf,
  patch: patchOf,
  delete: deleteOf,
  pods: podsOf,
  image: imageOf,
  fault: faultOf,
  node: nodeOf,
  controller: (_context, what) => {
    const version = REFERENCE_VERSIONS.find((known) => known === what);
    if (version !== undefined) return [{ do: 'controller', what: 'restart', version }];
    return [{ do: 'controller', what: what === 'restart' || what === 'start' ? what : 'stop' }];
  },
  metric: metricOf,
  commit: commitActions,
};

/** What an entry of the script does, ready for the world. */
export function actionsOf<K extends EntryAction>(
  context: ScenarioContext,
  entry: { readonly [P in K]?: Setting<P> | undefined },
  name: K,
  path: YamlPath,
): readonly DelayedAction[] {
  const setting = entry[name];
  if (setting === undefined) return [];
  const actions = READERS[name](context, setting, [...path, name]);
  return actions.map((action) => ('action' in action ? action : { action }));
}

function runOf(context: ScenarioContext, command: string, path: YamlPath): readonly Action[] {
  checkCommand(context, command, path);
  return [{ do: 'run', command, namespace: context.namespace }];
}

function applyOf(context: ScenarioContext, apply: string | JsonObject, path: YamlPath): readonly Action[] {
  const manifests = typeof apply === 'string' ? fileObjects(context, apply, path) : readManifestObjects(context, path);
  return manifests.map(({ object }) => ({ do: 'apply', manifest: object }));
}

function fileObjects(context: ScenarioContext, file: string, path: YamlPath): readonly Manifest[] {
  const resolved = resolvePath(context.path, file);
  const text = context.files.read(resolved);
  if (text === undefined) {
    context.diagnostics.add('E101', placeOfValue(context.document, path), {
      path: file,
      problem: context.files.problem(resolved),
    });
    return [];
  }
  return readManifests([{ name: shownName(resolved), text }], context);
}

type Target = Setting<'delete'>;

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

function patchOf(context: ScenarioContext, patch: Setting<'patch'>, path: YamlPath): readonly Action[] {
  const target = targetOf(context, patch, path);
  if (target === undefined) return [];
  const resource = KNOWN_RESOURCES.find(
    (known) => known.kind === target.kind && apiVersionOf(known) === target.apiVersion,
  );
  const at = [...path, 'merge'];
  if (resource !== undefined) {
    checkPatchFields({ document: context.document, path: at, object: patch.merge, resource }, context);
  }
  const { kind } = patch.merge;
  if (kind !== undefined && kind !== target.kind) {
    const place = placeOfValue(context.document, [...at, 'kind']);
    const parameters = {
      path: pathText([...at, 'kind']),
      what: 'changes the kind of an object',
      expected: target.kind,
    };
    context.diagnostics.add('E239', place, { ...parameters, found: show(kind) });
  }
  for (const key of ['replicas', 'maxReplicas']) {
    const field = ['spec', key];
    const count = valueAt(patch.merge, field);
    if (!isTooManyPods(count)) continue;
    const place = placeOfValue(context.document, [...at, ...field]);
    context.diagnostics.add('E431', place, { path: pathText(field), found: String(count), most: LIMITS.pods.value });
  }
  const action = { do: 'patch', ...target, merge: patch.merge } as const;
  return [patch.subresource === undefined ? action : { ...action, subresource: patch.subresource }];
}

function deleteOf(context: ScenarioContext, target: Target, path: YamlPath): readonly Action[] {
  const resolved = targetOf(context, target, path);
  return resolved === undefined ? [] : [{ do: 'delete', ...resolved }];
}

function imageOf(context: ScenarioContext, image: Setting<'image'>, path: YamlPath): readonly Action[] {
  return [{ do: 'image', image: image.name, behaviour: behaviourOf(context, image, path, context.pods) }];
}

/** What happens to a node; that is an error if the scenario has none of that name. */
function nodeOf(
  { document, diagnostics, nodes }: ScenarioContext,
  setting: Setting<'node'>,
  path: YamlPath,
): readonly Action[] {
  const given = NODE_FAULTS.filter((fault) => setting[fault] !== undefined);
  const [what, second] = given;
  if (what === undefined) {
    diagnostics.add('E332', placeOfValue(document, path), { faults: NODE_FAULTS });
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

function commitActions(context: ScenarioContext, setting: Setting<'commit'>, path: YamlPath): readonly Action[] {
  const change = commitOf(context, setting, path);
  return change === undefined ? [] : [{ do: 'commit', ...change }];
}

function metricOf(context: ScenarioContext, { name, value }: MetricChange, path: YamlPath): readonly Action[] {
  return [{ do: 'metric', metric: name, answers: metricAnswers(context, value, [...path, 'value']) }];
}

type Count = FaultSetting['pods'];

/** `3`, `all`, `50%`. */
function chosen(count: Count): Pick<PodsAction, 'count' | 'percent'> {
  if (typeof count === 'number') return { count };
  return count === 'all' ? { count: -1 } : { count: -1, percent: Number.parseInt(count, 10) };
}

function podsOf(_context: ScenarioContext, { image, count, do: what }: Setting<'pods'>): readonly Action[] {
  return [{ do: 'pods', image, ...chosen(count), what }];
}

/** What ends a fault. */
const RECOVERIES: Partial<Readonly<Record<FaultSetting['kind'], PodFault>>> = {
  'crash-loop': 'heal',
  unready: 'ready',
};

/** A fault, and its end. */
function faultOf(
  { document, diagnostics }: ScenarioContext,
  { kind, image, pods, for: lasts }: FaultSetting,
  path: YamlPath,
): readonly DelayedAction[] {
  const begin: DelayedAction = { action: { do: 'pods', image, ...chosen(pods), what: kind } };
  if (lasts === undefined) return [begin];
  const recovery = RECOVERIES[kind];
  if (recovery === undefined) {
    diagnostics.add('E331', placeOfKey(document, [...path, 'for']), { kind });
    return [begin];
  }
  const laterMs = checkedDurationMs(lasts);
  return [begin, { action: { do: 'pods', image, count: -1, what: recovery }, laterMs }];
}
