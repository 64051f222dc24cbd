import {
  type ArrivalsSpec,
  DEFAULT_BUCKETS_MS,
  type FlowSpec,
  type TrafficSpec,
  type VersionBehaviour,
} from '../world/traffic.ts';
import type { LabelSource } from '../world/metrics.ts';
import type { World } from '../world/world.ts';
import { distributionOf, type SettingContext } from './behaviour.ts';
import { arrivalsRecorded, latenciesRecorded } from './recordings.ts';
import type { ScenarioContext } from './scenario-context.ts';
import type { ScenarioFile } from './schema/scenario.ts';
import type {
  ArrivalsSetting,
  FlowSetting,
  LabelSourceSetting,
  STACKS,
  TrafficSetting,
  VersionSetting,
} from './schema/traffic.ts';
import { didYouMean } from './suggest.ts';
import { checkedDurationMs as ms } from './world-defaults.ts';
import { pathText, placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

type Spec = ScenarioFile['spec'];

/** How a version answers of which nothing is said. */
export const DEFAULT_VERSION: VersionBehaviour = {
  latency: { kind: 'constant', value: 20 },
  errors: { rates: [], code: '500' },
  dependsOn: [],
};

const QUEUE = 100;
export const PROPAGATION_MS = 1000;

/** Who calls and how versions answer, in the world's form; nothing if the scenario has no traffic. */
export function trafficOf(context: ScenarioContext, spec: Spec): Pick<World, 'traffic' | 'observation'> {
  const { traffic, images, cluster } = spec;
  if (traffic === undefined) {
    warnOfSettingsWithoutTraffic(context, spec);
    return {};
  }
  const { endpoints, router } = cluster.propagation ?? {};
  const versions = Object.entries(images).map(
    ([image, setting]) => [image, versionOf(context, setting, ['spec', 'images', image], traffic)] as const,
  );
  return {
    traffic: {
      flows: apart(traffic.flows.map((flow, index) => flowOf(context, flow, ['spec', 'traffic', 'flows', index]))),
      propagation: {
        endpointsMs: endpoints === undefined ? PROPAGATION_MS : ms(endpoints),
        routerMs: router === undefined ? PROPAGATION_MS : ms(router),
      },
      images: Object.fromEntries(versions),
      default: DEFAULT_VERSION,
      dependencies: dependenciesOf(traffic),
      bucketsMs: traffic.buckets === undefined ? DEFAULT_BUCKETS_MS : traffic.buckets.map(ms),
    },
    observation: observationOf(context, traffic),
  };
}

/** Flows of one name are told apart by a number: `shop`, `shop-2`. */
function apart(flows: readonly FlowSpec[]): readonly FlowSpec[] {
  const taken = new Set<string>();
  return flows.map((flow) => {
    let { name } = flow;
    for (let number = 2; taken.has(name); number += 1) name = `${flow.name}-${number}`;
    taken.add(name);
    return { ...flow, name };
  });
}

const VERSION_KEYS = ['latency', 'errors', 'capacity', 'warmUp', 'drain', 'dependsOn'] as const;

/** How versions answer, and how news travels, shows in requests only. */
function warnOfSettingsWithoutTraffic({ document, diagnostics }: SettingContext, { images, cluster }: Spec): void {
  const paths: YamlPath[] = Object.entries(images).flatMap(([image, setting]) =>
    VERSION_KEYS.filter((key) => setting[key] !== undefined).map((key) => ['spec', 'images', image, key]),
  );
  if (cluster.propagation !== undefined) paths.push(['spec', 'cluster', 'propagation']);
  for (const path of paths) diagnostics.add('W229', placeOfKey(document, path), { path: pathText(path) });
}

function observationOf(
  { document, diagnostics }: SettingContext,
  { window, scrape, metrics }: TrafficSetting,
): NonNullable<World['observation']> {
  const [windowMs, scrapeMs] = [ms(window), ms(scrape)];
  if (windowMs <= 0 || scrapeMs <= 0 || scrapeMs % windowMs !== 0) {
    diagnostics.add('E230', placeOfKey(document, ['spec', 'traffic', 'scrape']), { window, scrape });
  }
  if (metrics === undefined) return { windowMs, scrapeMs };
  const { requests, duration, code, labels, stacks } = metrics;
  return {
    windowMs,
    scrapeMs,
    names: { requests, duration },
    ...(code === undefined ? {} : { codeLabel: code }),
    labels: Object.fromEntries(Object.entries(labels).map(([name, source]) => [name, labelSourceOf(source)])),
    ...(stacks === undefined ? {} : { stacks: stacks.map((name) => ROUTER_OF_STACK[name]) }),
  };
}

/** Which router counts as the stack does. */
const ROUTER_OF_STACK: Readonly<Record<(typeof STACKS)[number], string>> = {
  istio: 'istio',
  nginx: 'nginx',
  linkerd: 'smi',
  traefik: 'traefik',
  apisix: 'apisix',
  envoy: 'ambassador',
};

function labelSourceOf(source: LabelSourceSetting): LabelSource {
  if (typeof source === 'string') return { kind: 'value', value: source };
  return 'podLabel' in source ? { kind: 'pod-label', label: source.podLabel } : { kind: 'role' };
}

function flowOf(context: ScenarioContext, flow: FlowSetting, path: YamlPath): FlowSpec {
  const { to, host, stickyFor, keepAlive, timeout, users, objective, method, headers, retries } = flow;
  const namespace = flow.namespace ?? context.namespace;
  const called = 'rollout' in to ? to.rollout : to.service;
  checkTarget(context, { kind: 'rollout' in to ? 'Rollout' : 'Service', name: called, namespace }, [...path, 'to']);
  return {
    name: flow.name ?? called,
    namespace,
    to,
    arrivals: arrivalsOf(context, flow.arrivals, [...path, 'arrivals']),
    method,
    path: flow.path,
    headers,
    retries,
    ...(host === undefined ? {} : { host }),
    ...(stickyFor === undefined ? {} : { stickyForMs: ms(stickyFor) }),
    ...(keepAlive === undefined ? {} : { keepAliveMs: ms(keepAlive) }),
    ...(timeout === undefined ? {} : { timeoutMs: ms(timeout) }),
    ...(users === undefined ? {} : { users }),
    ...(objective === undefined ? {} : { objective }),
  };
}

function checkTarget(
  { document, diagnostics, manifests }: ScenarioContext,
  target: { readonly kind: string; readonly name: string; readonly namespace: string },
  path: YamlPath,
): void {
  const known = manifests
    .filter(({ resource, namespace }) => resource.kind === target.kind && namespace === target.namespace)
    .map(({ name }) => name);
  if (known.includes(target.name)) return;
  const suggestion = didYouMean(target.name, known);
  const place = placeOfValue(document, [...path, target.kind.toLowerCase()]);
  diagnostics.add('W318', place, { ...target, suggestion });
}

function arrivalsOf(context: ScenarioContext, setting: ArrivalsSetting, path: YamlPath): ArrivalsSpec {
  if (typeof setting === 'number') return { kind: 'constant', perSecond: setting };
  switch (setting.kind) {
    case 'ramp': {
      const { kind, from, to, start, over } = setting;
      return { kind, from, to, startMs: ms(start), durationMs: ms(over) };
    }
    case 'steps':
      return {
        kind: 'steps',
        steps: setting.steps.map(({ from, perSecond }) => ({ fromMs: ms(from), perSecond })),
      };
    case 'daily':
      return { kind: 'daily', perSecond: setting.perSecond, startOfDayMs: ms(setting.startOfDay) };
    case 'burst': {
      const { kind, base, peak, start, lasts, every } = setting;
      const burst = { kind, base, peak, startMs: ms(start), durationMs: ms(lasts) };
      return every === undefined ? burst : { ...burst, everyMs: ms(every) };
    }
    case 'recorded':
      return arrivalsRecorded(context, setting, path) ?? { kind: 'constant', perSecond: 0 };
  }
}

function dependenciesOf({ dependencies }: TrafficSetting): TrafficSpec['dependencies'] {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, { outages }]) => [
      name,
      {
        outages: outages.map(({ from, to, errorRate, addedLatency }) => ({
          fromMs: ms(from),
          toMs: ms(to),
          errorRate,
          addedLatencyMs: ms(addedLatency),
        })),
      },
    ]),
  );
}

function versionOf(
  context: ScenarioContext,
  setting: VersionSetting,
  path: YamlPath,
  traffic: TrafficSetting,
): VersionBehaviour {
  const { capacity, warmUp, drain, dependsOn = [] } = setting;
  checkDependencies(context, dependsOn, [...path, 'dependsOn'], traffic);
  return {
    latency: latencyOf(context, setting, path),
    errors: errorsOf(setting),
    ...(drain === undefined ? {} : { drainMs: ms(drain) }),
    dependsOn,
    ...(capacity === undefined ? {} : { capacity: capacityOf(capacity) }),
    ...(warmUp === undefined
      ? {}
      : { warmUp: { durationMs: ms(warmUp.lasts), latencyFactor: warmUp.latencyFactor, errorRate: warmUp.errorRate } }),
  };
}

function latencyOf(context: ScenarioContext, { latency }: VersionSetting, path: YamlPath): VersionBehaviour['latency'] {
  if (latency === undefined) return DEFAULT_VERSION.latency;
  if (typeof latency === 'string') return { kind: 'constant', value: ms(latency) };
  const at = [...path, 'latency'];
  if (latency.kind === 'recorded') return latenciesRecorded(context, latency, at) ?? DEFAULT_VERSION.latency;
  return distributionOf(context, latency, at);
}

function errorsOf({ errors }: VersionSetting): VersionBehaviour['errors'] {
  if (errors === undefined) return DEFAULT_VERSION.errors;
  if (typeof errors === 'number') return { rates: [{ fromMs: 0, rate: errors }], code: '500' };
  const rates = errors.rates.map(({ from, rate }) => ({ fromMs: ms(from), rate }));
  const { byLoad, code } = errors;
  return byLoad === undefined ? { rates, code } : { rates, byLoad, code };
}

function capacityOf(capacity: NonNullable<VersionSetting['capacity']>): NonNullable<VersionBehaviour['capacity']> {
  return typeof capacity === 'number' ? { concurrency: capacity, queue: QUEUE } : capacity;
}

function checkDependencies(
  { document, diagnostics }: SettingContext,
  names: readonly string[],
  path: YamlPath,
  { dependencies }: TrafficSetting,
): void {
  const known = Object.keys(dependencies);
  names.forEach((name, index) => {
    if (known.includes(name)) return;
    const suggestion = didYouMean(name, known);
    diagnostics.add('E231', placeOfValue(document, [...path, index]), { found: name, known, suggestion });
  });
}
