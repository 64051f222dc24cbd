import type { RouterSeries } from './definition.ts';

/** Envoy's upstream clusters. Source: envoyproxy.io, configuration, upstream, cluster manager, statistics. */
export const ENVOY_SERIES: RouterSeries = {
  labels: ({ namespace, service, revision }) => ({ namespace, envoy_cluster_name: `cluster_${service || revision}` }),
  requests: { name: 'envoy_cluster_upstream_rq', labels: (code) => ({ envoy_response_code: code }) },
  latency: { name: 'envoy_cluster_upstream_rq_time', unitMs: 1 },
};
