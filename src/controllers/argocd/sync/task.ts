import { HOOK_DELETE_POLICY_ANNOTATION, SYNC_OPTIONS_ANNOTATION } from '../../../api/argocd/names.ts';
import { isCompleted } from '../../../api/argocd/policy.ts';
import type { ResourceResult } from '../../../api/argocd/application.ts';
import type { JsonObject } from '../../../api/json.ts';
import { fieldsOf } from '../../../api/object-form.ts';
import type { KubeObject } from '../../../api/resources.ts';
import { waveOf } from '../comparison.ts';
import { annotationList, annotationsOf, isHook, keyText, type ObjectKey } from '../objects.ts';

export type SyncPhase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail';

/** One object in one phase of a sync. Without a target it is to be pruned, without a live object it is to be made. */
export interface SyncTask {
  readonly key: ObjectKey;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly target: JsonObject | undefined;
  readonly live: KubeObject | undefined;
  readonly hook: boolean;
}

/** What has become of a task so far: the result's `hookPhase` says whether it runs. */
export type TaskResult = ResourceResult;

export function newTask(parts: Omit<SyncTask, 'hook' | 'wave'>): SyncTask {
  const annotations = taskAnnotations(parts);
  return { ...parts, hook: isHook(annotations), wave: waveOf(annotations) };
}

export function taskAnnotations({ target, live }: Pick<SyncTask, 'target' | 'live'>): JsonObject {
  return annotationsOf(target ?? (live === undefined ? undefined : fieldsOf(live)));
}

/** Source: gitops-engine/pkg/sync/sync_context.go resourceResultKey */
export function resultKey({ key, phase }: Pick<SyncTask, 'key' | 'phase'>): string {
  return `${keyText(key)}:${phase}`;
}

export function isPrune({ target }: SyncTask): boolean {
  return target === undefined;
}

export function isRunning(result: TaskResult | undefined): boolean {
  return result?.hookPhase === 'Running' || result?.hookPhase === 'Terminating';
}

export function isDone(result: TaskResult | undefined): boolean {
  return isCompleted(result?.hookPhase);
}

/** A hook without a policy goes before it is made anew. Source: gitops-engine/pkg/sync/hook/delete_policy.go DeletePolicies */
export function hasDeletePolicy(task: SyncTask, policy: string): boolean {
  if (!task.hook) return false;
  const known = ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'];
  const policies = annotationList(taskAnnotations(task), HOOK_DELETE_POLICY_ANNOTATION).filter((text) =>
    known.includes(text),
  );
  return policies.length === 0 ? policy === 'BeforeHookCreation' : policies.includes(policy);
}

export function hasOption(annotations: JsonObject, option: string): boolean {
  return annotationList(annotations, SYNC_OPTIONS_ANNOTATION).includes(option);
}
