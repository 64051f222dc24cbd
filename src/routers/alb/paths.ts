import type { HTTPIngressPath, IngressSpec } from '../../api/shape/networking.ts';
import type { ManagedRoutes } from '../../api/shape/traffic-routing.ts';
import { pathsOf, serviceOf } from '../ingress-parts.ts';
import { panicked } from '../reconcile-errors.ts';

function mapPaths(
  spec: IngressSpec,
  change: (paths: readonly HTTPIngressPath[]) => readonly HTTPIngressPath[],
): IngressSpec {
  return { ...spec, rules: (spec.rules ?? []).map((rule) => ({ ...rule, http: { paths: change(pathsOf(rule)) } })) };
}

/**
 * Puts a path whose action stands in annotations before all others of each rule. Source: utils/ingress/wrapper.go
 * CreateAnnotationBasedPath.
 */
export function withActionPath(spec: IngressSpec, action: string): IngressSpec {
  const path: HTTPIngressPath = {
    path: '/*',
    pathType: 'ImplementationSpecific',
    backend: { service: { name: action, port: { name: 'use-annotation' } } },
  };
  return mapPaths(spec, (paths) => {
    if (paths.length === 0) throw panicked();
    return [path, ...paths];
  });
}

/** Takes the first path to a Service out of each rule. Source: utils/ingress/wrapper.go RemovePathByServiceName. */
export function withoutPathTo(spec: IngressSpec, service: string): IngressSpec {
  return mapPaths(spec, (paths) => {
    const first = paths.findIndex((path) => serviceOf(path) === service);
    return first < 0 ? paths : paths.toSpliced(first, 1);
  });
}

/**
 * Paths of managed routes first, in the order of managedRoutes; all others stay as they are. Source:
 * utils/ingress/wrapper.go SortHttpPaths.
 */
export function withSortedPaths(spec: IngressSpec, managedRoutes: readonly ManagedRoutes[]): IngressSpec {
  const ranks = new Map(managedRoutes.map(({ name }, index) => [name, index]));
  const rank = (path: HTTPIngressPath): number => ranks.get(serviceOf(path)) ?? ranks.size;
  return mapPaths(spec, (paths) => paths.toSorted((a, b) => rank(a) - rank(b)));
}
