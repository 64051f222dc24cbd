import { ROUTERS } from '../routers/table.ts';
import type { LabelSource, ObservationSettings } from '../world/metrics.ts';
import type { Queries } from './queries.ts';
import { METRIC_NAME } from './series/labels.ts';
import type { Matcher } from './series/matcher.ts';

/** One pair of metrics of an application, as a client library calls them. */
export interface ApplicationFamily {
  /** A counter of answers; absent: the library counts by the histogram alone. */
  readonly requests?: string;
  /** A histogram of latencies in seconds. */
  readonly duration: string;
  readonly code: string;
  readonly method: string;
  /** Whether the histogram is kept by code, too. */
  readonly codeOnDuration: boolean;
}

/** What Prometheus sees of the traffic: whose metrics, under which names and labels. */
export interface MetricsProfile {
  readonly application: readonly ApplicationFamily[];
  /** Labels of the application's series beyond those of its target. */
  readonly labels: ReadonlyMap<string, LabelSource>;
  /** Names of routers and meshes that see every flow, whatever leads it to its pods. */
  readonly stacks: readonly string[];
  /** The values of Istio's label reporter: who reports a request. */
  readonly reporters: readonly string[];
  /** What was concluded from queries, and what no series has. */
  readonly notes: readonly string[];
}

export const DEFAULT_METRIC_NAMES = { requests: 'http_requests_total', duration: 'http_request_duration_seconds' };

/** Libraries whose histogram says what they are. Source: Micrometer's Prometheus registry; OpenTelemetry's semantic conventions for HTTP metrics. */
const LIBRARIES: readonly ApplicationFamily[] = [
  { duration: 'http_server_requests_seconds', code: 'status', method: 'method', codeOnDuration: true },
  {
    duration: 'http_server_request_duration_seconds',
    code: 'http_response_status_code',
    method: 'http_request_method',
    codeOnDuration: true,
  },
];

/** What client libraries and their users call the label of the response code. */
const CODE_LABELS: ReadonlySet<string> = new Set([
  'code',
  'status',
  'status_code',
  'http_status',
  'http_status_code',
  'http_code',
  'response_code',
  'response_status',
]);

/** Labels that every series of the application has: of its target, and its own. */
const KNOWN_LABELS: ReadonlySet<string> = new Set([
  METRIC_NAME,
  'app',
  'container',
  'instance',
  'job',
  'le',
  'method',
  'namespace',
  'pod',
  'pod_template_hash',
  'rollouts_pod_template_hash',
  'service',
]);

const ROLES: ReadonlySet<string> = new Set(['canary', 'stable']);

/** A label of a pod as Prometheus writes it: `app.kubernetes.io/name` is app_kubernetes_io_name. Source: util/strutil SanitizeLabelName. */
export function sanitizedLabel(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_');
}

function nameOf(matchers: readonly Matcher[]): string {
  return matchers.find(({ name, operator }) => name === METRIC_NAME && operator === '=')?.value ?? '';
}

const PARTS = /_(bucket|sum|count)$/;

/**
 * The profile that settings ask for; where they say nothing, the one that the queries of the world speak of. `podLabels` are the labels that pods of the
 * world may have.
 */
export function profileOf(
  { names = DEFAULT_METRIC_NAMES, codeLabel, labels = {}, stacks }: ObservationSettings,
  { selectors }: Queries,
  podLabels: ReadonlySet<string>,
): MetricsProfile {
  const notes: string[] = [];
  const asked = selectors.map((matchers) => ({ name: nameOf(matchers), matchers }));
  const own = asked.filter(({ name }) => name === names.requests || name.replace(PARTS, '') === names.duration);
  const code = codeLabel ?? codeOf(own.flatMap(({ matchers }) => matchers)) ?? 'code';
  if (codeLabel === undefined && code !== 'code') {
    notes.push(
      `Queries select ${names.requests} by ${code}, so the response code is in that label (spec.traffic.metrics.code).`,
    );
  }
  const codeOnDuration = own.some(
    ({ name, matchers }) => PARTS.test(name) && matchers.some((matcher) => matcher.name === code),
  );
  const sources = new Map(Object.entries(labels));
  for (const { name, matchers } of own) {
    for (const matcher of matchers) {
      if (matcher.name === code || KNOWN_LABELS.has(matcher.name) || sources.has(matcher.name)) continue;
      const [source, note] = sourceOf(matcher, name, podLabels);
      if (source !== undefined) sources.set(matcher.name, source);
      if (note !== undefined && !notes.includes(note)) notes.push(note);
    }
  }
  const libraries = LIBRARIES.filter(({ duration }) => asked.some(({ name }) => name.replace(PARTS, '') === duration));
  for (const { duration } of libraries) notes.push(`Queries ask for ${duration}, so the application exposes it.`);
  return {
    application: [{ ...names, code, method: 'method', codeOnDuration }, ...libraries],
    labels: sources,
    stacks: stacks ?? stacksOf(asked.map(({ name }) => name)),
    reporters: reportersOf(asked),
    notes,
  };
}

function codeOf(matchers: readonly Matcher[]): string | undefined {
  return matchers.find(({ name }) => CODE_LABELS.has(name))?.name;
}

/** Where a label may come from that no series has by itself. */
function sourceOf(
  { name, operator, value }: Matcher,
  metric: string,
  podLabels: ReadonlySet<string>,
): readonly [LabelSource | undefined, string | undefined] {
  const podLabel = [...podLabels].find((label) => sanitizedLabel(label) === name);
  if (podLabel !== undefined) {
    const text = `Queries select ${metric} by ${name}: it is the label ${podLabel} of the pods, as a PodMonitor copies it.`;
    return [{ kind: 'pod-label', label: podLabel }, text];
  }
  if (operator === '=' && ROLES.has(value)) {
    const text = `Queries select ${metric} by ${name}="${value}", and no pod has such a label: it says whether a pod is canary or stable.`;
    return [{ kind: 'role' }, text];
  }
  if (name === 'version') return [undefined, undefined];
  const text = `Queries select ${metric} by ${name}, which no series of the application has (spec.traffic.metrics.labels sets labels).`;
  return [undefined, text];
}

/** The routers and meshes whose metrics are asked for. */
function stacksOf(names: readonly string[]): readonly string[] {
  const found = ROUTERS.flatMap(({ name, series }) => {
    if (series === undefined) return [];
    const isAsked = names.some(
      (each) => each === series.requests.name || each.replace(PARTS, '') === series.latency.name,
    );
    return isAsked ? [{ name, metric: series.requests.name }] : [];
  });
  // Several routers are Envoys and count alike: one of them is enough.
  const first = new Map(found.toReversed().map(({ name, metric }) => [metric, name]));
  return [...first.values()].toReversed();
}

function reportersOf(asked: readonly { readonly matchers: readonly Matcher[] }[]): readonly string[] {
  const named = asked.flatMap(({ matchers }) =>
    matchers.filter(({ name, operator }) => name === 'reporter' && operator === '=').map(({ value }) => value),
  );
  return named.length === 0 ? ['source'] : [...new Set(named)].sort();
}
