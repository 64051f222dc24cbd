import { SYNC_OPTIONS_ANNOTATION } from '../../../api/argocd/names.ts';
import { isCompleted } from '../../../api/argocd/policy.ts';
import type { ResourceResult } from '../../../api/argocd/application.ts';
import type { JsonObject } from '../../../api/json.ts';
import { fieldsOf } from '../../../api/object-form.ts';
import type { KubeObject } from '../../../api/resources.ts';
import { type DeletePolicy, deletePolicies, isHook, type SyncPhase, waveOf } from '../hooks.ts';
import { annotationList, annotationsOf, keyText, type ObjectKey } from '../objects.ts';

/** One object in one phase of a sync. Without a target it is to be pruned, without a live object it is to be created. */
export interface SyncTask {
  readonly key: ObjectKey;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly target: JsonObject | undefined;
  readonly live: KubeObject | undefined;
  readonly hook: boolean;
}

/** What has become of a task so far: `hookPhase` is its state, for objects as for hooks. */
export type TaskResult = ResourceResult;

export function newTask(parts: Omit<SyncTask, 'hook' | 'wave'>): SyncTask {
  const annotations = taskAnnotations(parts);
  return { ...parts, hook: isHook(annotations), wave: waveOf(annotations) };
}

export function taskAnnotations({ target, live }: Pick<SyncTask, 'target' | 'live'>): JsonObject {
  return target === undefined ? liveAnnotations({ live }) : annotationsOf(target);
}

export function liveAnnotations({ live }: Pick<SyncTask, 'live'>): JsonObject {
  return annotationsOf(live === undefined ? undefined : fieldsOf(live));
}

/** Source: gitops-engine/pkg/sync/sync_context.go resourceResultKey */
export function resultKey({ key, phase }: Pick<SyncTask, 'key' | 'phase'>): string {
  return `${keyText(key)}:${phase}`;
}

export function isPrune({ target }: SyncTask): boolean {
  return target === undefined;
}

/** Source: gitops-engine/pkg/sync/common/types.go OperationPhase.Running */
export function isRunning(result: TaskResult | undefined): boolean {
  return result?.hookPhase === 'Running';
}

export function isDone(result: TaskResult | undefined): boolean {
  return isCompleted(result?.hookPhase);
}

/** Source: gitops-engine/pkg/sync/sync_task.go hasHookDeletePolicy */
export function hasDeletePolicy(task: SyncTask, policy: DeletePolicy): boolean {
  return task.hook && deletePolicies(taskAnnotations(task)).includes(policy);
}

export function hasOption(annotations: JsonObject, option: string): boolean {
  return annotationList(annotations, SYNC_OPTIONS_ANNOTATION).includes(option);
}

/** The value of an option such as `Prune=confirm`. Source: gitops-engine/pkg/sync/resource/annotations.go GetAnnotationOptionValue */
export function optionValue(options: readonly string[], name: string): string | undefined {
  return options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
}
