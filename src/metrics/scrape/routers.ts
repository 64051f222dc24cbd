import type { RouterKind } from '../../traffic/route.ts';
import type { FlowWindow, RouteTraffic, TrafficWindow } from '../../traffic/window.ts';
import { Counters } from './counters.ts';
import type { Exposed, Exporter } from './exporter.ts';

type Count = (counters: Counters, flow: FlowWindow, route: RouteTraffic, bucketsMs: readonly number[]) => void;

function eachCode({ byCode }: RouteTraffic, add: (code: string, n: number) => void): void {
  for (const [code, n] of Object.entries(byCode)) add(code, n);
}

function secondsOf(bucketsMs: readonly number[]): readonly number[] {
  return bucketsMs.map((bound) => bound / 1000);
}

/** Istio's standard metrics, as the caller's proxy reports them. Source: istio.io/latest/docs/reference/config/metrics. */
const istio: Count = (counters, flow, route, bucketsMs) => {
  const { namespace, service, revision } = route;
  const labels = {
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
  };
  eachCode(route, (code, n) => counters.add('istio_requests_total', { ...labels, response_code: code }, n));
  counters.observe('istio_request_duration_milliseconds', labels, bucketsMs, route.buckets, route.latencySumMs);
};

/** Source: kubernetes/ingress-nginx, internal/ingress/metric/collectors/socket.go: calls to the canary carry its upstream in `canary`. */
const nginx: Count = (counters, flow, route, bucketsMs) => {
  const stable = flow.routes[0]?.service;
  const labels = {
    namespace: route.namespace,
    exported_namespace: route.namespace,
    ingress: flow.routerObject,
    exported_service: route.service,
    service: route.service,
    path: '/',
    method: 'GET',
    canary: route.service === stable ? undefined : `${route.namespace}-${route.service}-80`,
  };
  eachCode(route, (status, n) => counters.add('nginx_ingress_controller_requests', { ...labels, status }, n));
  const seconds = secondsOf(bucketsMs);
  const name = 'nginx_ingress_controller_request_duration_seconds';
  counters.observe(name, labels, seconds, route.buckets, route.latencySumMs / 1000);
};

/** Linkerd's proxy metrics, for the mesh behind a TrafficSplit. Source: linkerd.io/2/reference/proxy-metrics. */
const linkerd: Count = (counters, _flow, route, bucketsMs) => {
  const labels = {
    namespace: route.namespace,
    direction: 'inbound',
    dst_service: route.service,
    revision: route.revision,
  };
  eachCode(route, (code, n) => {
    const classification = code.startsWith('5') ? 'failure' : 'success';
    counters.add('request_total', labels, n);
    counters.add('response_total', { ...labels, classification, status_code: code }, n);
  });
  counters.observe('response_latency_ms', labels, bucketsMs, route.buckets, route.latencySumMs);
};

/** Source: doc.traefik.io, observability, metrics. */
const traefik: Count = (counters, _flow, route, bucketsMs) => {
  const labels = { service: `${route.namespace}-${route.service}-80@kubernetescrd`, method: 'GET', protocol: 'http' };
  eachCode(route, (code, n) => counters.add('traefik_service_requests_total', { ...labels, code }, n));
  const seconds = secondsOf(bucketsMs);
  counters.observe(
    'traefik_service_request_duration_seconds',
    labels,
    seconds,
    route.buckets,
    route.latencySumMs / 1000,
  );
};

/** Source: apisix.apache.org/docs/apisix/plugins/prometheus. */
const apisix: Count = (counters, flow, route, bucketsMs) => {
  const labels = { route: flow.routerObject, matched_uri: '/', service: route.service, node: route.revision };
  eachCode(route, (code, n) => counters.add('apisix_http_status', { ...labels, code }, n));
  counters.observe('apisix_http_latency', { ...labels, type: 'request' }, bucketsMs, route.buckets, route.latencySumMs);
};

/** Envoy's upstream clusters. Source: envoyproxy.io, configuration, upstream, cluster manager, statistics. */
const envoy: Count = (counters, _flow, route, bucketsMs) => {
  const labels = { namespace: route.namespace, envoy_cluster_name: `cluster_${route.service || route.revision}` };
  eachCode(route, (code, n) => {
    counters.add('envoy_cluster_upstream_rq', { ...labels, envoy_response_code: code }, n);
    counters.add('envoy_cluster_upstream_rq_xx', { ...labels, envoy_response_code_class: code.charAt(0) }, n);
    counters.add('envoy_cluster_upstream_rq_total', labels, n);
  });
  counters.observe('envoy_cluster_upstream_rq_time', labels, bucketsMs, route.buckets, route.latencySumMs);
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
      for (const route of flow.routes) count(this.#counters, flow, route, bucketsMs);
    }
  }

  expose(): Iterable<Exposed> {
    return this.#counters.expose();
  }
}
