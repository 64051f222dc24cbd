import { isJsonArray, type Json, type JsonObject } from '../../api/json.ts';
import { INGRESS } from '../../api/resources.ts';
import type { AlbTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { own } from '../../text/own.ts';
import { type Destination, everything, type Rule, type TrafficWorld } from '../route-table.ts';
import type { RouterRules } from '../definition.ts';
import { numberIn, objectAt, objectsIn, textIn } from '../fields.ts';
import { headerOf } from '../header-match.ts';

const DEFAULT_PREFIX = 'alb.ingress.kubernetes.io';

function parsed(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function destinationsOf(action: Json | undefined, namespace: string): readonly Destination[] {
  return objectsIn(objectAt(action, 'ForwardConfig'), 'TargetGroups').map((group) => ({
    target: { namespace, service: textIn(group, 'ServiceName') },
    weight: numberIn(group, 'Weight', 1),
  }));
}

/**
 * The paths of an Ingress whose backend is an annotation: `actions.NAME` says where to, `conditions.NAME` for whom.
 * Source: rollout/trafficrouting/alb/alb.go getForwardActionString, getTrafficForwardConditionString.
 */
export function readRules(world: TrafficWorld, namespace: string, config: AlbTrafficRouting): RouterRules | undefined {
  const name = config.ingress ?? config.ingresses?.[0];
  const ingress = name === undefined ? undefined : world.find(INGRESS, namespace, name);
  if (name === undefined || ingress === undefined) return undefined;
  const prefix = config.annotationPrefix ?? DEFAULT_PREFIX;
  const annotation = (kind: string, of: string): Json | undefined =>
    parsed(own(ingress.metadata.annotations, `${prefix}/${kind}.${of}`));
  const rules: Rule[] = [];
  for (const { http } of ingress.spec.rules ?? []) {
    for (const { backend } of http?.paths ?? []) {
      const service = backend.service?.name;
      if (service === undefined) continue;
      if (backend.service?.port.name !== 'use-annotation') {
        rules.push({ matches: everything, destinations: [{ target: { namespace, service }, weight: 1 }] });
        continue;
      }
      const destinations = destinationsOf(annotation('actions', service), namespace);
      if (destinations.length > 0)
        rules.push({ matches: conditionOf(annotation('conditions', service)), destinations });
    }
  }
  return { object: name, rules };
}

/** Every condition has to hold; of the values of one, any. `*` stands for any characters. */
function conditionOf(conditions: Json | undefined): Rule['matches'] {
  if (!isJsonArray(conditions)) return everything;
  const configs = conditions.map((condition) => objectAt(condition, 'httpHeaderConfig'));
  return ({ headers }) => configs.every((config) => headerHolds(config, headers));
}

function headerHolds(config: JsonObject, headers: Readonly<Record<string, string>>): boolean {
  const value = headerOf(headers, textIn(config, 'httpHeaderName'));
  const wanted = config['values'];
  if (value === undefined || !isJsonArray(wanted)) return false;
  return wanted.some((pattern) => typeof pattern === 'string' && matchesWildcards(pattern, value));
}

function matchesWildcards(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}
