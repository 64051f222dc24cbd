import type { MetricProvider, MetricProviders, ProviderResult } from '../../api/metric-provider.ts';
import type { Metric } from '../../api/shape/analysis.ts';
import type { AnalysisVerdict } from '../../world/metrics.ts';
import { cloudWatchBackend } from './cloudwatch.ts';
import type { ProviderContext } from './context.ts';
import { datadogBackend, datadogError } from './datadog.ts';
import { graphiteBackend, graphiteError } from './graphite.ts';
import { influxdbBackend } from './influxdb.ts';
import { type InstantBackend, instantProvider } from './instant.ts';
import { JobProvider } from './job.ts';
import { KayentaProvider } from './kayenta.ts';
import { newRelicBackend } from './new-relic.ts';
import { pluginBackend } from './plugin.ts';
import { prometheusBackend, prometheusError } from './prometheus.ts';
import { skyWalkingBackend, skyWalkingError } from './skywalking.ts';
import { wavefrontBackend } from './wavefront.ts';
import { webBackend, webError, webTemplate } from './web.ts';

/**
 * The providers of a run. Credentials and whatever else the controller of a cluster takes from its own environment are taken to be in order.
 * Source: metricproviders/metricproviders.go NewProvider.
 */
export class SimulatedProviders implements MetricProviders {
  readonly #context: ProviderContext;

  constructor(context: ProviderContext) {
    const told = new Set<string>();
    const finding = (text: string): void => {
      if (told.has(text)) return;
      told.add(text);
      context.finding(text);
    };
    this.#context = { ...context, finding };
  }

  providerOf(_namespace: string, metric: Metric): ProviderResult {
    const context = this.#context;
    const { verdict } = context;
    if (verdict !== undefined) return found(instantProvider(context.clock, decidedBackend(verdict)));
    const {
      prometheus,
      job,
      kayenta,
      web,
      datadog,
      wavefront,
      newRelic,
      cloudWatch,
      graphite,
      influxdb,
      skywalking,
      plugin,
    } = metric.provider;
    if (prometheus !== undefined) {
      return this.#instant(prometheusError(metric, prometheus, context), () => prometheusBackend(context, prometheus));
    }
    if (job !== undefined) return found(new JobProvider(context, job));
    if (kayenta !== undefined) return found(new KayentaProvider(context, kayenta));
    if (web !== undefined) {
      const { template, error } = webTemplate(web);
      if (error !== undefined) return { error: webError(web) ?? error };
      return this.#instant(webError(web), () => webBackend(context, web, template));
    }
    if (datadog !== undefined) return this.#instant(datadogError(datadog), () => datadogBackend(context, datadog));
    if (wavefront !== undefined) return this.#instant(undefined, () => wavefrontBackend(context, wavefront));
    if (newRelic !== undefined) return this.#instant(undefined, () => newRelicBackend(context, newRelic));
    if (cloudWatch !== undefined) return this.#instant(undefined, () => cloudWatchBackend(context, cloudWatch));
    if (graphite !== undefined) return this.#instant(graphiteError(graphite), () => graphiteBackend(context, graphite));
    if (influxdb !== undefined) return this.#instant(undefined, () => influxdbBackend(context, influxdb));
    if (skywalking !== undefined) {
      return this.#instant(skyWalkingError(skywalking), () => skyWalkingBackend(context, skywalking));
    }
    const [pluginName] = Object.keys(plugin ?? {});
    if (pluginName !== undefined) return this.#instant(undefined, () => pluginBackend(context, pluginName));
    return { error: `no valid provider in metric '${metric.name}'` };
  }

  #instant(error: string | undefined, backend: () => InstantBackend): ProviderResult {
    return error === undefined ? found(instantProvider(this.#context.clock, backend())) : { error };
  }
}

const PHASES: Readonly<Record<AnalysisVerdict, string>> = {
  pass: 'Successful',
  fail: 'Failed',
  inconclusive: 'Inconclusive',
};

/** A backend that nobody asks: what measurements come to is decided beforehand. */
function decidedBackend(verdict: AnalysisVerdict): InstantBackend {
  return { type: 'Decided', read: () => ({ phase: PHASES[verdict], value: verdict }) };
}

function found(provider: MetricProvider): ProviderResult {
  return { provider };
}
