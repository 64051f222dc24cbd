import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { type Action, actionText } from '../../world/actions/actions.ts';
import type { PatchAction } from '../../world/actions/patch.ts';
import type { ScriptedAction } from '../../world/script.ts';
import type { Subject, Workload } from '../subject.ts';
import { type Intent, intentOf, toCommands } from './commands.ts';
import { asScript, type PerformedAction } from './performed-actions.ts';
import { type Derived, defined, isNamed, member } from './rollout-parts.ts';

/** How the workload of a script becomes another one. */
export interface Translator {
  readonly workload: Workload;
  readonly target: Subject;
  /** The manifests of the strategy, from those of the workload. */
  readonly derive: (workload: JsonObject, referenced: JsonObject | undefined) => Derived;
  /** Whether the update is through at this time, after all that was done before. */
  readonly isThrough: (script: readonly ScriptedAction[], atMs: number) => boolean;
}

/** A script in the words of another strategy, and what has no meaning there. */
export interface TranslatedScript {
  readonly script: readonly ScriptedAction[];
  readonly notes: readonly string[];
}

/** What was done in the own run, in the terms of another strategy: at the same instants. */
export function translateScript(performed: readonly PerformedAction[], translator: Translator): TranslatedScript {
  const done: PerformedAction[] = [];
  const dropped = new Set<string>();
  let isUndone = false;
  for (const one of performed) {
    const intent = intentIn(one.action, translator);
    if (intent === undefined) {
      const actions = translated(one.action, translator);
      if (actions.length === 0) dropped.add(actionText(one.action));
      done.push(...actions.map((action) => ({ ...one, action })));
      continue;
    }
    const { verb } = intent;
    // A Deployment that was undone must not be undone again: that would bring the new version back.
    const isRepeated = isUndone && verb === 'undo';
    if (verb === 'image' || verb === 'retry') isUndone = false;
    const aborts = verb === 'abort' && translator.target.kind === 'Rollout';
    const isLate = aborts && translator.isThrough(asScript(done), one.atMs);
    if (verb === 'abort' && (translator.target.kind === 'Deployment' || isLate)) isUndone = true;
    if (isRepeated) continue;
    const commands = toCommands(isLate ? { verb: 'undo' } : intent, translator.target);
    if (commands.length === 0) dropped.add(actionText(one.action));
    done.push(...commands.map((action): PerformedAction => ({ ...one, action })));
  }
  return { script: asScript(done), notes: [...dropped].map((line) => `left out, as it has no meaning here: ${line}`) };
}

function intentIn(action: Action, translator: Translator): Intent | undefined {
  return action.do === 'run' ? intentOf(action, namesOf(translator)) : undefined;
}

/**
 * What the workload may be called: by its own name, or, once it has become a Deployment, by that of the one it took its pods from. Beside another
 * Rollout that one stays, and what is said to it.
 */
function namesOf({ workload, target }: Translator): readonly Subject[] {
  const { kind, namespace, name, referenced } = workload;
  const other = member(referenced, 'metadata')['name'];
  const own: Subject = { kind, namespace, name };
  return typeof other === 'string' && target.kind === 'Deployment'
    ? [own, { kind: 'Deployment', namespace, name: other }]
    : [own];
}

/** Another action than a command to the workload: manifests of it become those of the strategy. */
function translated(action: Action, translator: Translator): readonly Action[] {
  const { workload } = translator;
  const isOwn = (object: JsonObject): boolean => isNamed(object, workload.kind, workload.namespace, workload.name);
  switch (action.do) {
    case 'apply': {
      const { manifest } = action;
      const isReferenced =
        workload.referenced !== undefined &&
        isNamed(manifest, 'Deployment', workload.namespace, String(member(workload.referenced, 'metadata')['name']));
      if (!isOwn(manifest) && !isReferenced) return [action];
      if (isReferenced && translator.target.kind === 'Rollout') return [action];
      const derived = isOwn(manifest)
        ? translator.derive(manifest, workload.referenced)
        : translator.derive(workload.object, manifest);
      return derived.manifests.map((each) => ({ do: 'apply', manifest: each }));
    }
    case 'patch': {
      const { kind, name, namespace } = action;
      const meant = isOwn({ kind, metadata: { name, namespace } });
      return meant ? patched(action, translator.target) : [action];
    }
    default:
      return [action];
  }
}

/** The parts of a patch that any strategy has: its pods and their number. */
function patched(action: PatchAction, target: Subject): readonly Action[] {
  const { merge, subresource, type } = action;
  if (subresource === 'status' || type === 'json' || !isJsonObject(merge)) return [];
  const spec = member(merge, 'spec');
  const { template, replicas, minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } = spec;
  const kept = defined({ template, replicas, minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit });
  if (Object.keys(kept).length === 0) return [];
  const metadata = isJsonObject(merge['metadata']) ? { metadata: merge['metadata'] } : {};
  const apiVersion = target.kind === 'Deployment' ? 'apps/v1' : 'argoproj.io/v1alpha1';
  return [{ ...action, apiVersion, kind: target.kind, name: target.name, merge: { ...metadata, spec: kept } }];
}
