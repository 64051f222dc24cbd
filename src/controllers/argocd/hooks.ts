import { HOOK_ANNOTATION, HOOK_DELETE_POLICY_ANNOTATION, SYNC_WAVE_ANNOTATION } from '../../api/argocd/names.ts';
import type { JsonObject } from '../../api/json.ts';
import { annotationList } from './objects.ts';

/** Annotations of Helm's hooks, which Argo CD reads as its own. Source: gitops-engine/pkg/sync/hook/helm */
const HELM_HOOK = 'helm.sh/hook';
const HELM_DELETE_POLICY = 'helm.sh/hook-delete-policy';
const HELM_WEIGHT = 'helm.sh/hook-weight';

export type SyncPhase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail';
type HookType = SyncPhase | 'Skip';

export const SYNC_PHASES: readonly SyncPhase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];
const HOOK_TYPES: ReadonlyMap<string, HookType> = new Map<string, HookType>([
  ...SYNC_PHASES.map((phase): [string, HookType] => [phase, phase]),
  ['Skip', 'Skip'],
]);
const HELM_TYPES: ReadonlyMap<string, SyncPhase> = new Map<string, SyncPhase>([
  ['pre-install', 'PreSync'],
  ['pre-upgrade', 'PreSync'],
  ['post-install', 'PostSync'],
  ['post-upgrade', 'PostSync'],
]);

function known<T>(names: ReadonlyMap<string, T>, annotations: JsonObject, key: string): readonly T[] {
  return annotationList(annotations, key).flatMap((name) => names.get(name) ?? []);
}

/**
 * The types of a hook: those of Argo CD's annotation, or if it has none those of Helm's. `pre-install,pre-upgrade` is PreSync; `test` and `pre-delete`
 * are of no sync.
 *
 * Source: gitops-engine/pkg/sync/hook/hook.go Types, helm/type.go
 */
function hookTypes(annotations: JsonObject): readonly HookType[] {
  const own = known(HOOK_TYPES, annotations, HOOK_ANNOTATION);
  return own.length > 0 ? own : known(HELM_TYPES, annotations, HELM_HOOK);
}

/** An object that is never synced. Source: gitops-engine/pkg/sync/hook/hook.go Skip */
export function isSkipped(annotations: JsonObject): boolean {
  const types = hookTypes(annotations);
  return types.length > 0 && types.every((type) => type === 'Skip');
}

/** Source: gitops-engine/pkg/sync/hook/hook.go IsHook; helm/hook.go IsHook */
export function isHook(annotations: JsonObject): boolean {
  if (annotations[HOOK_ANNOTATION] !== undefined) return !isSkipped(annotations);
  return annotations[HELM_HOOK] !== undefined && annotations[HELM_HOOK] !== 'crd-install';
}

/** The phases of a sync in which a hook runs, in their order. Source: gitops-engine/pkg/sync/sync_phase.go syncPhases */
export function hookPhases(annotations: JsonObject): readonly SyncPhase[] {
  const types = hookTypes(annotations);
  return SYNC_PHASES.filter((phase) => types.includes(phase));
}

/** A hook of a type that nobody knows, such as `Whenever` or Helm's `test`: it is left out of everything. Source: gitops-engine/pkg/sync/ignore/ignore.go */
export function isIgnored(annotations: JsonObject): boolean {
  return isHook(annotations) && hookTypes(annotations).length === 0;
}

/** A hook of the deletion of its Application. Source: controller/hook.go isPreDeleteHook, isPostDeleteHook */
export function isDeleteHook(annotations: JsonObject): boolean {
  const own = annotationList(annotations, HOOK_ANNOTATION);
  const helm = annotationList(annotations, HELM_HOOK);
  return (
    own.includes('PreDelete') ||
    own.includes('PostDelete') ||
    helm.includes('pre-delete') ||
    helm.includes('post-delete')
  );
}

export type DeletePolicy = 'HookSucceeded' | 'HookFailed' | 'BeforeHookCreation';

const POLICIES: ReadonlyMap<string, DeletePolicy> = new Map<string, DeletePolicy>([
  ['HookSucceeded', 'HookSucceeded'],
  ['HookFailed', 'HookFailed'],
  ['BeforeHookCreation', 'BeforeHookCreation'],
]);
const HELM_POLICIES: ReadonlyMap<string, DeletePolicy> = new Map<string, DeletePolicy>([
  ['hook-succeeded', 'HookSucceeded'],
  ['hook-failed', 'HookFailed'],
  ['before-hook-creation', 'BeforeHookCreation'],
]);

/** When a hook is deleted; without a policy before it is created anew. Source: gitops-engine/pkg/sync/hook/delete_policy.go DeletePolicies */
export function deletePolicies(annotations: JsonObject): readonly DeletePolicy[] {
  const policies = [
    ...known(POLICIES, annotations, HOOK_DELETE_POLICY_ANNOTATION),
    ...known(HELM_POLICIES, annotations, HELM_DELETE_POLICY),
  ];
  return policies.length === 0 ? ['BeforeHookCreation'] : policies;
}

/** The wave of an object: its annotation, else the weight that Helm knows, else 0. Source: gitops-engine/pkg/sync/syncwaves/waves.go Wave; hook/helm/weight.go */
export function waveOf(annotations: JsonObject): number {
  return integerOf(annotations[SYNC_WAVE_ANNOTATION]) ?? integerOf(annotations[HELM_WEIGHT]) ?? 0;
}

function integerOf(text: JsonObject[string]): number | undefined {
  return typeof text === 'string' && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}
