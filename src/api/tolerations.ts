import type { Toleration } from './shape/core-affinity.ts';

export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

/** What keeps pods off a node unless they tolerate it. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect;
}

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
export const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** For how long pods tolerate a node that is not ready or not reachable unless they specify it. */
const DEFAULT_TOLERATION_SECONDS = 300;

/** Whether a toleration matches a taint. Source: k8s.io/api/core/v1/toleration.go ToleratesTaint. */
export function toleratesTaint(
  { key = '', operator = 'Equal', value = '', effect = '' }: Toleration,
  taint: Taint,
): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (operator === 'Equal' && value === taint.value);
}

export function tolerates(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => toleratesTaint(toleration, taint)) ?? false;
}

/**
 * Milliseconds until a pod is evicted from a node with these NoExecute taints: 0 if it does not tolerate one of them, Infinity if it tolerates all
 * for as long as they last. For each taint the first toleration that matches counts, and of these the shortest.
 * Example: 300 s for not-ready and 30 s for unreachable, on an unreachable node: 30,000.
 * Source: pkg/controller/tainteviction/taint_eviction.go processPodOnNode, getMinTolerationTime; pkg/apis/core/v1/helper GetMatchingTolerations.
 */
export function evictionDelayMs(tolerations: readonly Toleration[] | undefined, taints: readonly Taint[]): number {
  let shortestMs = Infinity;
  for (const taint of taints) {
    const matching = tolerations?.find((toleration) => toleratesTaint(toleration, taint));
    if (matching === undefined) return 0;
    const { tolerationSeconds } = matching;
    if (tolerationSeconds !== undefined) shortestMs = Math.min(shortestMs, Math.max(0, tolerationSeconds) * 1000);
  }
  return shortestMs;
}

/**
 * The tolerations of a pod as the API server stores them: for taints of failed nodes that it does not mention, it tolerates them for five minutes.
 * Source: plugin/pkg/admission/defaulttolerationseconds/admission.go Admit.
 */
export function withDefaultTolerations(tolerations: readonly Toleration[] = []): readonly Toleration[] {
  const missing = [NOT_READY, UNREACHABLE].filter((taint) => {
    return !tolerations.some(
      ({ key = '', effect = '' }) => (key === taint || key === '') && (effect === 'NoExecute' || effect === ''),
    );
  });
  if (missing.length === 0) return tolerations;
  const added = missing.map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: DEFAULT_TOLERATION_SECONDS,
  }));
  return [...tolerations, ...added];
}
