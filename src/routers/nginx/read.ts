import { INGRESS } from '../../api/resources.ts';
import { stableAndCanaryServices } from '../../api/rollouts/traffic.ts';
import type { HTTPIngressPath } from '../../api/shape/networking.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { NginxTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { own } from '../../text/own.ts';
import type { RouterRules } from '../definition.ts';
import { everything, type RequestKind, type Rule, type TrafficWorld } from '../route-table.ts';
import { headerOf, matchesPattern } from '../header-match.ts';
import { getCanaryIngressAnnotationPrefixOrDefault } from './names.ts';

const FULL_WEIGHT = 100;

interface Backend {
  readonly host: string;
  readonly path: string;
  readonly service: string;
}

function backendsOf(
  rules: readonly {
    readonly host?: string;
    readonly http?: { readonly paths: readonly HTTPIngressPath[] | null } | null;
  }[],
): readonly Backend[] {
  return rules.flatMap(({ host = '', http }) =>
    (http?.paths ?? []).flatMap(({ path = '/', backend }) => {
      const service = backend.service?.name;
      return service === undefined ? [] : [{ host, path, service }];
    }),
  );
}

/**
 * An Ingress, and the canary Ingress beside it: one of the same host and path that is annotated as canary. By header comes first, then by weight, as
 * the controller's documentation of the canary annotations orders them (kubernetes/ingress-nginx).
 */
export function readRules(world: TrafficWorld, rollout: Rollout, config: NginxTrafficRouting): RouterRules | undefined {
  const { namespace = '' } = rollout.metadata;
  const stableService = stableAndCanaryServices(rollout, true).stable;
  const name = config.stableIngress ?? config.stableIngresses?.[0];
  const ingress = name === undefined ? undefined : world.find(INGRESS, namespace, name);
  if (name === undefined || ingress === undefined) return undefined;
  const main = backendsOf(ingress.spec.rules ?? []).find(({ service }) => service === stableService);
  if (main === undefined) return undefined;
  const stable = { target: { namespace, service: main.service }, weight: FULL_WEIGHT };
  const prefix = getCanaryIngressAnnotationPrefixOrDefault(rollout);
  const rules: Rule[] = [];
  for (const canary of world.list(INGRESS, namespace)) {
    const annotation = (key: string): string | undefined => own(canary.metadata.annotations, `${prefix}/${key}`);
    const backend = backendsOf(canary.spec.rules ?? []).find(
      ({ host, path }) => host === main.host && path === main.path,
    );
    if (annotation('canary') !== 'true' || backend === undefined) continue;
    const target = { namespace, service: backend.service };
    const total = Number(annotation('canary-weight-total') ?? FULL_WEIGHT);
    const weight = Math.min(Number(annotation('canary-weight') ?? 0), total);
    rules.push(
      { matches: headerMatch(annotation, true), destinations: [{ target, weight: 1 }] },
      { matches: headerMatch(annotation, false), destinations: [stable] },
      {
        matches: everything,
        destinations: [
          { target, weight },
          { ...stable, weight: total - weight },
        ],
      },
    );
    break;
  }
  rules.push({ matches: everything, destinations: [stable] });
  return { object: name, rules };
}

/** Whether the header sends a request to the canary, or keeps it away: `always` and `never`, or a value or pattern of one's own. */
function headerMatch(
  annotation: (key: string) => string | undefined,
  toCanary: boolean,
): (request: RequestKind) => boolean {
  const name = annotation('canary-by-header');
  if (name === undefined) return () => false;
  const wanted = annotation('canary-by-header-value');
  const pattern = annotation('canary-by-header-pattern');
  return ({ headers }) => {
    const value = headerOf(headers, name);
    if (value === undefined) return false;
    if (wanted !== undefined) return toCanary && value === wanted;
    if (pattern !== undefined) return toCanary && matchesPattern(pattern, value);
    return value === (toCanary ? 'always' : 'never');
  };
}
