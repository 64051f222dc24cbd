import type { JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { ApisixTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { defineRouter, type RouterRules, type RouterSeries } from '../definition.ts';
import { listOf, numberIn, objectAt, objectsIn, specOf, textIn, weightedServices } from '../fields.ts';
import { headerOf, matchesPattern } from '../header-match.ts';
import { panicked } from '../reconcile-errors.ts';
import type { RequestKind, Rule, TrafficWorld } from '../route-table.ts';
import { head, routingText, type WriteStub } from '../stub.ts';
import { APISIX_ROUTE, ApisixRouter } from './write.ts';

/** The route of a Rollout, and before it the routes by header, which are objects of their own with a higher priority. */
function readRules(world: TrafficWorld, namespace: string, config: ApisixTrafficRouting): RouterRules | undefined {
  const name = config.route?.name;
  const spec = name === undefined ? undefined : specOf(world, APISIX_ROUTE, namespace, name);
  if (name === undefined || spec === undefined) return undefined;
  const own = objectsIn(spec, 'http');
  const chosen = config.route?.rules ?? [];
  const main = chosen.length === 0 ? own : own.filter((rule) => chosen.includes(textIn(rule, 'name')));
  const hosts = JSON.stringify(objectAt(main[0], 'match')['hosts'] ?? null);
  const others = listOf(world, APISIX_ROUTE, namespace)
    .filter((route) => route.metadata.name !== name)
    .flatMap((route) => objectsIn(objectAt(fieldsOf(route), 'spec'), 'http'))
    .filter((rule) => JSON.stringify(objectAt(rule, 'match')['hosts'] ?? null) === hosts);
  const ordered = [...others, ...main].sort((a, b) => numberIn(b, 'priority', 0) - numberIn(a, 'priority', 0));
  return { object: name, rules: ordered.map((rule) => apisixRule(namespace, rule)) };
}

function apisixRule(namespace: string, rule: JsonObject): Rule {
  const expressions = objectsIn(objectAt(rule, 'match'), 'exprs');
  return {
    matches: (request) => expressions.every((expression) => apisixHolds(expression, request)),
    destinations: weightedServices(namespace, objectsIn(rule, 'backends'), 'serviceName', 100),
  };
}

/** Source: rollout/trafficrouting/apisix/apisix.go apisixExprs. */
function apisixHolds(expression: JsonObject, { headers }: RequestKind): boolean {
  const subject = objectAt(expression, 'subject');
  if (textIn(subject, 'scope') !== 'Header') return true;
  const value = headerOf(headers, textIn(subject, 'name'));
  if (value === undefined) return false;
  const wanted = textIn(expression, 'value');
  if (textIn(expression, 'op') === 'Equal') return value === wanted;
  // A regular expression finds its text anywhere.
  return matchesPattern(`[^]*(?:${wanted})[^]*`, value);
}

const apisixRoute: WriteStub = (request) => [
  ...head('apisix.apache.org/v2', request),
  'spec:',
  '  http:',
  `    - name: ${routingText(request, ['apisix', 'route', 'rules', 0], 'primary')}`,
  '      match: {paths: [/*]}',
  '      backends:',
  `        - {serviceName: ${request.service}, servicePort: 80, weight: 100}`,
  `        - {serviceName: ${request.canaryService}, servicePort: 80, weight: 0}`,
];

/** Source: apisix.apache.org/docs/apisix/plugins/prometheus. */
const SERIES: RouterSeries = {
  labels: ({ object, service, revision }) => ({ route: object, matched_uri: '/', service, node: revision }),
  requests: { name: 'apisix_http_status', labels: (code) => ({ code }) },
  latency: { name: 'apisix_http_latency', unitMs: 1, labels: { type: 'request' } },
};

export const apisix = defineRouter<ApisixTrafficRouting>({
  name: 'apisix',
  kinds: [APISIX_ROUTE],
  features: { headerRoutes: 'any' },
  references: [{ kind: 'ApisixRoute', path: ['apisix', 'route', 'name'], stub: apisixRoute }],
  series: SERIES,
  config: (routing) => routing.apisix,
  needsServices: () => true,
  write: (context, { route }) => {
    if (route === undefined) throw panicked();
    return [new ApisixRouter(context, route)];
  },
  read: (world, { metadata: { namespace = '' } }, config) => readRules(world, namespace, config),
});
