import type { RouterKind } from '../../traffic/route.ts';
import type { FlowWindow, RouteTraffic, TrafficWindow } from '../../traffic/window.ts';
import { Counters, type LabelSet } from './counters.ts';
import type { Exposed, Exporter } from './exporter.ts';

/** One way of a flow, and where its counts go. */
interface Way {
  readonly flow: FlowWindow;
  readonly route: RouteTraffic;
  /** Adds to a counter for every code that was answered. */
  readonly byCode: (name: string, labels: (code: string) => LabelSet) => void;
  /** Adds to a histogram whose unit is so many milliseconds. */
  readonly duration: (name: string, unitMs: number, labels: () => LabelSet) => void;
}

type Count = (way: Way) => void;

function wayOf(counters: Counters, flow: FlowWindow, route: RouteTraffic, bucketsMs: readonly number[]): Way {
  const key = `${flow.flow} ${flow.routerObject} ${route.namespace} ${route.service} ${route.revision}`;
  return {
    flow,
    route,
    byCode: (name, labels) => {
      for (const [code, n] of Object.entries(route.byCode)) counters.add(name, `${key} ${code}`, () => labels(code), n);
    },
    duration: (name, unitMs, labels) => {
      const bounds = (): readonly number[] => bucketsMs.map((bound) => bound / unitMs);
      counters.histogram(name, key, labels, bounds).add(route.buckets, route.latencySumMs / unitMs);
    },
  };
}

/** Istio's standard metrics, as the caller's proxy reports them. Source: istio.io/latest/docs/reference/config/metrics. */
const istio: Count = ({ flow, route: { namespace, service, revision }, byCode, duration }) => {
  const labels = (): LabelSet => ({
    reporter: 'source',
    source_workload: flow.flow,
    destination_service: `${service}.${namespace}.svc.cluster.local`,
    destination_service_name: service,
    destination_service_namespace: namespace,
    destination_workload: flow.routerObject,
    destination_workload_namespace: namespace,
    destination_version: revision,
    destination_canonical_revision: revision,
    request_protocol: 'http',
  });
  byCode('istio_requests_total', (code) => ({ ...labels(), response_code: code }));
  duration('istio_request_duration_milliseconds', 1, labels);
};

/** Source: kubernetes/ingress-nginx, internal/ingress/metric/collectors/socket.go: calls to the canary carry its upstream in `canary`. */
const nginx: Count = ({ flow, route: { namespace, service }, byCode, duration }) => {
  const isCanary = service !== flow.mainService;
  const labels = (): LabelSet => ({
    namespace,
    exported_namespace: namespace,
    ingress: flow.routerObject,
    exported_service: flow.mainService,
    service: flow.mainService,
    path: '/',
    method: 'GET',
    canary: isCanary ? `${namespace}-${service}-80` : undefined,
  });
  byCode('nginx_ingress_controller_requests', (status) => ({ ...labels(), status }));
  duration('nginx_ingress_controller_request_duration_seconds', 1000, labels);
};

/** Linkerd's proxy metrics, for the mesh behind a TrafficSplit. Source: linkerd.io/2/reference/proxy-metrics. */
const linkerd: Count = ({ route: { namespace, service, revision }, byCode, duration }) => {
  const labels = (): LabelSet => ({ namespace, direction: 'inbound', dst_service: service, revision });
  byCode('response_total', (code) => ({
    ...labels(),
    classification: code.startsWith('5') ? 'failure' : 'success',
    status_code: code,
  }));
  duration('response_latency_ms', 1, labels);
};

/** Source: doc.traefik.io, observability, metrics. */
const traefik: Count = ({ route: { namespace, service }, byCode, duration }) => {
  const labels = (): LabelSet => ({
    service: `${namespace}-${service}-80@kubernetescrd`,
    method: 'GET',
    protocol: 'http',
  });
  byCode('traefik_service_requests_total', (code) => ({ ...labels(), code }));
  duration('traefik_service_request_duration_seconds', 1000, labels);
};

/** Source: apisix.apache.org/docs/apisix/plugins/prometheus. */
const apisix: Count = ({ flow, route: { service, revision }, byCode, duration }) => {
  const labels = (): LabelSet => ({ route: flow.routerObject, matched_uri: '/', service, node: revision });
  byCode('apisix_http_status', (code) => ({ ...labels(), code }));
  duration('apisix_http_latency', 1, () => ({ ...labels(), type: 'request' }));
};

/** Envoy's upstream clusters. Source: envoyproxy.io, configuration, upstream, cluster manager, statistics. */
const envoy: Count = ({ route: { namespace, service, revision }, byCode, duration }) => {
  const labels = (): LabelSet => ({ namespace, envoy_cluster_name: `cluster_${service || revision}` });
  byCode('envoy_cluster_upstream_rq', (code) => ({ ...labels(), envoy_response_code: code }));
  duration('envoy_cluster_upstream_rq_time', 1, labels);
};

/** Kube-proxy counts nothing, and an ALB only for CloudWatch. */
const BY_ROUTER: Readonly<Partial<Record<RouterKind, Count>>> = {
  istio,
  nginx,
  smi: linkerd,
  traefik,
  apisix,
  ambassador: envoy,
  'app-mesh': envoy,
  'gateway-api': envoy,
};

/** What the traffic router in use counts, under its own names. */
export class RouterExporter implements Exporter {
  readonly #counters = new Counters();

  count({ flows, bucketsMs }: TrafficWindow): void {
    for (const flow of flows) {
      const count = flow.router === undefined ? undefined : BY_ROUTER[flow.router];
      if (count === undefined) continue;
      for (const route of flow.routes) count(wayOf(this.#counters, flow, route, bucketsMs));
    }
  }

  expose(): Iterable<Exposed> {
    return this.#counters.expose();
  }
}
