import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { parseValues, SeriesNotationError } from '../metrics/promql/series-notation.ts';
import type { AnalysisVerdict, MetricAnswer } from '../world/metrics.ts';
import { DEFAULT_BUCKETS_MS, type FlowSpec, type TrafficSpec } from '../world/traffic.ts';
import { worldHash } from '../world/hash.ts';
import type { World } from '../world/world.ts';
import { DiagnosticList } from './diagnostics.ts';
import { measuredBy } from './metric-names.ts';
import type { Loading } from './rehearsal.ts';
import { type Place, sourceFile } from './source-file.ts';
import { didYouMean } from './suggest.ts';
import { DEFAULT_VERSION, PROPAGATION_MS } from './traffic.ts';
import { podLabels, textMap } from './workload.ts';
import { own } from '../text/own.ts';
import { valueAt } from './schema/issues.ts';

/** What the command line answers in place of a scenario: metrics, analyses, who calls, and how versions answer. */
export interface AnswerOptions {
  /** `NAME=VALUE`: a number, or values in the notation of series, one each minute. */
  readonly metric?: readonly string[];
  /** What every measurement of every analysis comes to. */
  readonly analysis?: AnalysisVerdict;
  /** Requests of each Rollout, or of each Service where there is none: `200/s`. */
  readonly traffic?: string;
  /** `IMAGE=SHARE`: the share of a version's answers that fail. */
  readonly errors?: readonly string[];
}

/** Requests a second where somebody names errors and no traffic. */
const ASSUMED_PER_SECOND = 100;
const MOST_VALUES = 10_000;
const MINUTE_MS = 60_000;

/** A rehearsal under the answers of the command line, which go before those of its files. */
export function withAnswers(loading: Loading, options: AnswerOptions): Loading {
  const { rehearsal } = loading;
  const { metric = [], analysis, traffic, errors = [] } = options;
  const isAnswered = metric.length > 0 || analysis !== undefined || traffic !== undefined || errors.length > 0;
  if (rehearsal === undefined || !isAnswered) return loading;
  const diagnostics = new DiagnosticList();
  const metrics = metricAnswers(rehearsal.world, metric, diagnostics);
  const called = withTraffic(rehearsal.world, traffic, errors, diagnostics);
  const all = [...loading.diagnostics, ...diagnostics.sorted()];
  if (diagnostics.hasErrors) return { rehearsal: undefined, diagnostics: all };
  const world: World = {
    ...called,
    ...(analysis === undefined ? {} : { analysis }),
    ...(metric.length === 0 ? {} : { metrics: { ...rehearsal.world.metrics, ...metrics } }),
  };
  const isAssumed = traffic === undefined && rehearsal.world.traffic === undefined && errors.length > 0;
  const services = called.manifests.slice(rehearsal.world.manifests.length).map(nameOf);
  const remarks = [
    ...rehearsal.remarks,
    ...services.map((name) => `Service ${name}: made for the callers, because none selects the pods`),
    ...(isAssumed
      ? [`assumes ${ASSUMED_PER_SECOND} requests a second; --traffic ${2 * ASSUMED_PER_SECOND}/s sets another rate`]
      : []),
  ];
  const expected = rehearsal.expectations.map(({ source: _source, ...asked }) => asked);
  return { rehearsal: { ...rehearsal, world, remarks, hash: worldHash(world, expected) }, diagnostics: all };
}

function placeOf(option: string, text: string): Place {
  return { file: sourceFile(option, text), start: 0, end: text.length };
}

/** `NAME=VALUE` in two; the last sign counts, because a query may have others. */
function inTwo(text: string): readonly [name: string, value: string] | undefined {
  const at = text.lastIndexOf('=');
  return at <= 0 || at === text.length - 1 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

function metricAnswers(
  world: World,
  given: readonly string[],
  diagnostics: DiagnosticList,
): Readonly<Record<string, readonly MetricAnswer[]>> {
  const applied = world.script.flatMap(({ action }) => (action.do === 'apply' ? [action.manifest] : []));
  const { metrics: known, queries } = measuredBy([...world.manifests, ...applied]);
  const answers: [string, readonly MetricAnswer[]][] = [];
  for (const text of given) {
    const place = placeOf('--metric', text);
    const [name, value] = inTwo(text) ?? [];
    const answer = value === undefined ? undefined : answerOf(value);
    if (name === undefined || answer === undefined) {
      diagnostics.add('E710', place, { found: text, name: known[0] ?? 'NAME' });
    } else if (!known.includes(name) && !queries.includes(name)) {
      diagnostics.add('E711', place, { found: name, known, suggestion: didYouMean(name, known) });
    } else answers.push([name, answer]);
  }
  return Object.fromEntries(answers);
}

/** A number, NaN, +Inf, -Inf, or values in the notation of series, one each minute. */
function answerOf(text: string): readonly MetricAnswer[] | undefined {
  try {
    return parseValues(text, MOST_VALUES).flatMap((value, index): readonly MetricAnswer[] => {
      if (value === 'gap') return [];
      return [{ fromMs: index * MINUTE_MS, value: value === 'stale' ? [] : numberJson(value) }];
    });
  } catch (error) {
    if (error instanceof SeriesNotationError) return undefined;
    throw error;
  }
}

function numberJson(value: number): Json {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** The world with callers, and with versions that fail a share of their answers. */
function withTraffic(
  world: World,
  rate: string | undefined,
  errors: readonly string[],
  diagnostics: DiagnosticList,
): World {
  if (rate === undefined && errors.length === 0) return world;
  const perSecond = rate === undefined ? ASSUMED_PER_SECOND : perSecondOf(rate);
  if (perSecond === undefined) {
    diagnostics.add('E712', placeOf('--traffic', rate ?? ''), { found: rate ?? '' });
    return world;
  }
  const before = world.traffic;
  const added = before === undefined ? servicesForCallers(world) : [];
  const reached = { ...world, manifests: [...world.manifests, ...added] };
  const flows =
    before === undefined
      ? flowsOf(reached, perSecond)
      : rate === undefined
        ? before.flows
        : before.flows.map((flow): FlowSpec => ({ ...flow, arrivals: { kind: 'constant', perSecond } }));
  const traffic: TrafficSpec = {
    ...(before ?? {
      propagation: { endpointsMs: PROPAGATION_MS, routerMs: PROPAGATION_MS },
      default: DEFAULT_VERSION,
      dependencies: {},
      bucketsMs: DEFAULT_BUCKETS_MS,
    }),
    flows,
    images: { ...before?.images, ...versionsOf(world, errors, diagnostics) },
  };
  return { ...reached, traffic };
}

/** `200/s`, `200`, `12000/min`. */
function perSecondOf(text: string): number | undefined {
  const [, digits = '', unit = '/s'] = /^(\d+(?:\.\d+)?)(\/s|\/min)?$/.exec(text) ?? [];
  const value = digits === '' ? NaN : Number(digits);
  return Number.isFinite(value) && value > 0 ? value / (unit === '/min' ? 60 : 1) : undefined;
}

/** A flow to each Rollout; to each Service where there is no Rollout. */
function flowsOf({ manifests }: World, perSecond: number): readonly FlowSpec[] {
  const rollouts = manifests.filter(({ kind }) => kind === 'Rollout');
  const called = rollouts.length > 0 ? rollouts : manifests.filter(({ kind }) => kind === 'Service');
  return called.map((object) => {
    const name = nameOf(object);
    return {
      name,
      namespace: namespaceOf(object),
      to: rollouts.length > 0 ? { rollout: name } : { service: name },
      arrivals: { kind: 'constant', perSecond },
      method: 'GET',
      path: '/',
      headers: [],
      retries: { attempts: 0, on: [] },
    };
  });
}

/** Services for workloads that no caller could reach: no router, no Service of the strategy, none that selects the pods. */
function servicesForCallers({ manifests }: World): readonly JsonObject[] {
  const rollouts = manifests.filter(({ kind }) => kind === 'Rollout');
  const called = rollouts.length > 0 ? rollouts : manifests.filter(({ kind }) => kind === 'Deployment');
  return called.flatMap((object): readonly JsonObject[] => {
    const strategy = valueAt(object, ['spec', 'strategy']);
    const paths = [
      ['canary', 'trafficRouting'],
      ['canary', 'stableService'],
      ['blueGreen', 'activeService'],
    ];
    const labels = podLabels(podsOf(object, manifests));
    const services = manifests.filter((one) => one['kind'] === 'Service' && namespaceOf(one) === namespaceOf(object));
    const isReached =
      paths.some((path) => strategy !== undefined && valueAt(strategy, path) !== undefined) ||
      services.some((service) => {
        const selector = Object.entries(textMap(valueAt(service, ['spec', 'selector'])));
        return selector.length > 0 && selector.every(([key, value]) => own(labels, key) === value);
      });
    if (isReached) return [];
    const name = services.some((service) => nameOf(service) === nameOf(object))
      ? `${nameOf(object)}-callers`
      : nameOf(object);
    const metadata = { name, namespace: namespaceOf(object) };
    return [{ apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { ...labels }, ports: [{ port: 80 }] } }];
  });
}

/** The object that has the pod template: the Deployment that a Rollout refers to, else itself. */
function podsOf(object: JsonObject, manifests: readonly JsonObject[]): JsonObject {
  const referred = valueAt(object, ['spec', 'workloadRef', 'name']);
  const found = manifests.find(
    (one) => one['kind'] === 'Deployment' && nameOf(one) === referred && namespaceOf(one) === namespaceOf(object),
  );
  return found ?? object;
}

function nameOf(object: JsonObject): string {
  return textAt(object, ['metadata', 'name']);
}

function namespaceOf(object: JsonObject): string {
  return textAt(object, ['metadata', 'namespace']) || 'default';
}

function versionsOf(world: World, errors: readonly string[], diagnostics: DiagnosticList): TrafficSpec['images'] {
  const known = imagesOf(world);
  return Object.fromEntries(
    errors.flatMap((text) => {
      const place = placeOf('--errors', text);
      const [name, value] = inTwo(text) ?? [];
      const rate = value === undefined ? undefined : shareOf(value);
      if (name === undefined || rate === undefined) {
        diagnostics.add('E713', place, { found: text, image: known.at(-1) ?? 'app:v2' });
        return [];
      }
      const image =
        known.find((one) => one === name) ?? known.find((one) => one.endsWith(`/${name}`) || one.endsWith(`:${name}`));
      if (image === undefined) {
        diagnostics.add('E714', place, { found: name, known, suggestion: didYouMean(name, known) });
        return [];
      }
      const version = own(world.traffic?.images, image) ?? world.traffic?.default ?? DEFAULT_VERSION;
      return [[image, { ...version, errors: { rates: [{ fromMs: 0, rate }], code: '500' } }] as const];
    }),
  );
}

/** `3%` or `0.03`. */
function shareOf(text: string): number | undefined {
  const [, digits = '', percent = ''] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = digits === '' ? NaN : Number(digits) / (percent === '' ? 1 : 100);
  return value >= 0 && value <= 1 ? value : undefined;
}

/** Every image that a pod of the world may have: those of manifests, then those that the script sets. */
function imagesOf({ manifests, script }: World): readonly string[] {
  const images: string[] = [];
  const collect = (object: JsonObject): void => {
    for (const list of ['containers', 'initContainers']) {
      const containers = valueAt(object, ['spec', 'template', 'spec', list]);
      for (const one of isJsonArray(containers) ? containers : []) {
        const image = isJsonObject(one) ? one['image'] : undefined;
        if (typeof image === 'string') images.push(image);
      }
    }
  };
  manifests.forEach(collect);
  for (const { action } of script) {
    if (action.do === 'apply') collect(action.manifest);
    if (action.do === 'run') images.push(...action.command.split(/\s+/).flatMap((word) => inTwo(word)?.[1] ?? []));
  }
  return [...new Set(images)];
}

function textAt(value: Json, path: readonly string[]): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}
