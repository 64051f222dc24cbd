import type { JsonObject } from '../../api/json.ts';
import { everything, type RequestKind, type Rule, type Target, type TrafficWorld } from '../route-table.ts';
import type { RouterRules } from '../definition.ts';
import { numberIn, objectAt, objectsIn, specOf, textIn } from '../fields.ts';
import { headerOf, matchesPattern } from '../header-match.ts';
import { ROUTE_KINDS } from './config.ts';

/** The first route that the plugin's configuration names. */
export function readRules(world: TrafficWorld, namespace: string, config: JsonObject): RouterRules | undefined {
  const place = textIn(config, 'namespace') || namespace;
  for (const route of ROUTE_KINDS) {
    const name = textIn(config, route.field) || textIn(objectsIn(config, `${route.field}s`)[0] ?? {}, 'name');
    const spec = name === '' ? undefined : specOf(world, route, place, name);
    if (spec === undefined) continue;
    // A rule with a match of headers is more specific than one without and goes first, in whatever order they stand.
    const rules = objectsIn(spec, 'rules').map((rule) => ({ rule, headers: headerCount(rule) }));
    rules.sort((a, b) => b.headers - a.headers);
    return { object: name, rules: rules.map(({ rule }) => ruleOf(place, rule)) };
  }
  return undefined;
}

function headerCount(rule: JsonObject): number {
  return Math.max(0, ...objectsIn(rule, 'matches').map((match) => objectsIn(match, 'headers').length));
}

function targetOf(namespace: string, reference: JsonObject): Target {
  return { namespace: textIn(reference, 'namespace') || namespace, service: textIn(reference, 'name') };
}

function ruleOf(namespace: string, rule: JsonObject): Rule {
  const matches = objectsIn(rule, 'matches');
  const filter = objectsIn(rule, 'filters').find((item) => textIn(item, 'type') === 'RequestMirror');
  const mirror = objectAt(filter, 'requestMirror');
  const share = numberIn(mirror, 'percent', 100) / 100;
  return {
    matches: matches.length === 0 ? everything : (request) => matches.some((match) => holds(match, request)),
    destinations: objectsIn(rule, 'backendRefs').map((reference) => ({
      target: targetOf(namespace, reference),
      weight: numberIn(reference, 'weight', 1),
    })),
    ...(filter === undefined ? {} : { mirror: { target: targetOf(namespace, objectAt(mirror, 'backendRef')), share } }),
  };
}

function holds(match: JsonObject, { method, path, headers }: RequestKind): boolean {
  const wantedMethod = match['method'];
  if (typeof wantedMethod === 'string' && wantedMethod !== method) return false;
  const wantedPath = objectAt(match, 'path');
  const value = textIn(wantedPath, 'value');
  const type = textIn(wantedPath, 'type') || 'PathPrefix';
  if (value !== '' && !pathHolds(type, value, path)) return false;
  return objectsIn(match, 'headers').every((header) => {
    const got = headerOf(headers, textIn(header, 'name'));
    const wanted = textIn(header, 'value');
    if (got === undefined) return false;
    return textIn(header, 'type') === 'RegularExpression' ? matchesPattern(wanted, got) : got === wanted;
  });
}

function pathHolds(type: string, value: string, path: string): boolean {
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return matchesPattern(value, path);
  const prefix = value.endsWith('/') ? value : `${value}/`;
  return path === value || path.startsWith(prefix);
}
