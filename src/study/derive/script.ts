import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { actionText } from '../../simulation/actions.ts';
import type { Action } from '../../world/actions.ts';
import type { ScriptedAction } from '../../world/script.ts';
import type { Subject, Workload } from '../subject.ts';
import { phrase, wishOf } from './commands.ts';
import { asScript, type Happened } from './happened.ts';
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

/** What happened in the own run, as it happens to another strategy: at the same instants. */
export function translateScript(happened: readonly Happened[], translator: Translator): TranslatedScript {
  const done: Happened[] = [];
  const dropped = new Set<string>();
  let isCalledOff = false;
  for (const one of happened) {
    const wish = wishIn(one.action, translator);
    if (wish === undefined) {
      const actions = translated(one.action, translator);
      if (actions.length === 0) dropped.add(actionText(one.action));
      done.push(...actions.map((action) => ({ ...one, action })));
      continue;
    }
    // A Deployment that was undone must not be undone again: that would bring the new version back.
    const isRepeated = isCalledOff && wish.verb === 'undo';
    if (wish.verb === 'image' || wish.verb === 'retry') isCalledOff = false;
    const calls = wish.verb === 'abort' && translator.target.kind === 'Rollout';
    const isLate = calls && translator.isThrough(asScript(done), one.atMs);
    if (wish.verb === 'abort' && (translator.target.kind === 'Deployment' || isLate)) isCalledOff = true;
    if (isRepeated) continue;
    const commands = phrase(isLate ? { ...wish, verb: 'undo' } : wish, translator.target);
    if (commands.length === 0) dropped.add(wish.line);
    done.push(...commands.map((command): Happened => ({ ...one, action: { do: 'run', command } })));
  }
  return { script: asScript(done), notes: [...dropped].map((line) => `left out, as it has no meaning here: ${line}`) };
}

function wishIn(action: Action, translator: Translator): ReturnType<typeof wishOf> {
  return action.do === 'run' ? wishOf(action.command, action.namespace ?? 'default', namesOf(translator)) : undefined;
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
      const { kind, name, namespace = 'default' } = action;
      const meant = isOwn({ kind, metadata: { name, namespace } });
      return meant ? patched(action, translator.target) : [action];
    }
    default:
      return [action];
  }
}

/** The parts of a patch that any strategy has: its pods and their number. */
function patched(action: Extract<Action, { do: 'patch' }>, target: Subject): readonly Action[] {
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
