import { canonical } from '../api/canonical.ts';
import type { JsonObject } from '../api/json.ts';
import { createMergePatch } from '../api/merge-patch.ts';
import {
  type HTTPIngressPath,
  type Ingress,
  type IngressRule,
  type IngressSpec,
  ingressSpec,
} from '../api/shape/networking.ts';
import { panicked } from './reconcile-errors.ts';

export const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export type Annotations = Readonly<Record<string, string>>;

/** The class of an Ingress: the annotation, else the field. Source: utils/ingress/wrapper.go GetClass. */
export function ingressClass(ingress: Ingress): string {
  const annotated = ingress.metadata.annotations?.[INGRESS_CLASS_ANNOTATION] ?? '';
  return annotated === '' ? (ingress.spec.ingressClassName ?? '') : annotated;
}

/** The Service that a path goes to; the reference takes for granted that there is one. */
export function serviceOf(path: HTTPIngressPath): string {
  const { service } = path.backend;
  if (service === undefined) throw panicked();
  return service.name;
}

/** The paths of a rule, where the reference takes for granted that they are there. */
export function pathsOf(rule: IngressRule): readonly HTTPIngressPath[] {
  if (rule.http === undefined) throw panicked();
  return rule.http.paths ?? [];
}

/** Whether a path of an Ingress goes to a Service. Source: utils/ingress/ingress.go HasRuleWithService. */
export function hasRuleWithService(ingress: Ingress, service: string): boolean {
  return (ingress.spec.rules ?? []).some(
    (rule) => rule.http !== undefined && pathsOf(rule).some((path) => serviceOf(path) === service),
  );
}

/** What an Ingress should be; what is left out is not looked at. */
export interface DesiredIngress {
  readonly annotations: Annotations | undefined;
  /** Takes the labels away. */
  readonly noLabels?: boolean;
  readonly spec?: IngressSpec;
}

/** The merge patch that an Ingress needs; undefined for none. Source: utils/ingress/ingress.go BuildIngressPatch. */
export function ingressPatch(current: Ingress, desired: DesiredIngress): JsonObject | undefined {
  const { annotations, labels } = current.metadata;
  const left = { metadata: { annotations, labels: desired.noLabels === true ? labels : undefined } };
  const right = { metadata: { annotations: desired.annotations } };
  const { spec } = desired;
  if (spec === undefined) return createMergePatch(left, right);
  return createMergePatch({ ...left, spec: current.spec }, { ...right, spec: canonical(ingressSpec, { ...spec }) });
}
