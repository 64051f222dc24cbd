import type { Metric } from '../../api/shape/analysis.ts';

/** What a metric asks its provider, in a few words: the query, the URL, the image of a Job. */
export function queryOf({ provider }: Metric): string {
  const { prometheus, web, datadog, newRelic, wavefront, graphite, influxdb, cloudWatch, kayenta, skywalking, job } =
    provider;
  const queries = [prometheus, newRelic, wavefront, graphite, influxdb, skywalking];
  const query = queries.find((one) => one !== undefined)?.query;
  if (query !== undefined) return query;
  if (web !== undefined) return `${(web.method ?? '') || 'GET'} ${web.url}`;
  if (datadog !== undefined) return datadog.query || datadog.formula || Object.values(datadog.queries ?? {}).join('; ');
  if (kayenta !== undefined) return `canary config ${kayenta.canaryConfigName}`;
  if (job !== undefined)
    return `Job ${(job.spec.template.spec.containers ?? []).map(({ image = '' }) => image).join(', ')}`;
  const [data] = cloudWatch?.metricDataQueries ?? [];
  if (data !== undefined) return data.expression ?? data.metricStat?.metric.metricName ?? data.id ?? '';
  return Object.keys(provider.plugin ?? {}).join(', ');
}
