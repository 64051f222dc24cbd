import type { Rollout } from '../../api/shape/rollout.ts';

const NGINX_ANNOTATION_PREFIX = 'nginx.ingress.kubernetes.io';
const SUFFIX = '-canary';
const MAX_INGRESS_NAME = 253;

/** Prefix of the annotations on a canary Ingress. Source: utils/defaults/defaults.go GetCanaryIngressAnnotationPrefixOrDefault. */
export function getCanaryIngressAnnotationPrefixOrDefault(rollout: Rollout): string {
  const prefix = rollout.spec.strategy.canary?.trafficRouting?.nginx?.annotationPrefix ?? '';
  return prefix === '' ? NGINX_ANNOTATION_PREFIX : prefix;
}

/**
 * The name of the Ingress that carries the canary's weight: rollout, stable Ingress, `canary`; cut to 253 characters; empty without a stable
 * Ingress. Source: utils/ingress/ingress.go GetCanaryIngressName.
 */
export function getCanaryIngressName(rolloutName: string, stableIngressName: string): string {
  if (stableIngressName === '') return '';
  return `${`${rolloutName}-${stableIngressName}`.slice(0, MAX_INGRESS_NAME - SUFFIX.length)}${SUFFIX}`;
}
