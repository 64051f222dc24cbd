import {
  type Infer,
  bool,
  int,
  intOrString,
  kept,
  list,
  map,
  omit,
  pointer,
  raw,
  struct,
  text,
  time,
  nullable,
} from './shape.ts';
import { objectMeta, typeMeta } from './meta.ts';
import { jobSpec } from './batch.ts';
import { analysisTemplateRef, argument, dryRun, measurementRetention } from './analysis-common.ts';

const cloudWatchMetricStatMetricDimension = struct({
  name: omit(text),
  value: omit(text),
});

const cloudWatchMetricStatMetric = struct({
  dimensions: omit(list(cloudWatchMetricStatMetricDimension)),
  metricName: omit(text),
  namespace: pointer(text),
});

const cloudWatchMetricStat = struct({
  metric: kept(cloudWatchMetricStatMetric),
  period: kept(intOrString),
  stat: omit(text),
  unit: omit(text),
});

const cloudWatchMetricDataQuery = struct({
  id: omit(text),
  expression: pointer(text),
  label: pointer(text),
  metricStat: pointer(cloudWatchMetricStat),
  period: pointer(intOrString),
  returnData: pointer(bool),
});
export type CloudWatchMetricDataQuery = Infer<typeof cloudWatchMetricDataQuery>;

const cloudWatchMetric = struct({
  interval: omit(text),
  metricDataQueries: nullable(list(cloudWatchMetricDataQuery)),
});
export type CloudWatchMetric = Infer<typeof cloudWatchMetric>;

export const secretRef = struct({
  name: omit(text),
  namespaced: omit(bool),
});

const datadogMetric = struct({
  interval: omit(text),
  query: omit(text),
  queries: omit(map(text)),
  formula: omit(text),
  apiVersion: omit(text),
  aggregator: omit(text),
  secretRef: kept(secretRef),
});
export type DatadogMetric = Infer<typeof datadogMetric>;

const graphiteMetric = struct({
  address: omit(text),
  query: omit(text),
});
export type GraphiteMetric = Infer<typeof graphiteMetric>;

const influxdbMetric = struct({
  profile: omit(text),
  query: omit(text),
});
export type InfluxdbMetric = Infer<typeof influxdbMetric>;

const jobMetric = struct({
  metadata: kept(objectMeta),
  spec: kept(jobSpec),
});
export type JobMetric = Infer<typeof jobMetric>;

const scopeDetail = struct({
  scope: kept(text),
  region: kept(text),
  step: kept(int),
  start: omit(text),
  end: omit(text),
});

const kayentaScope = struct({
  name: kept(text),
  controlScope: kept(scopeDetail),
  experimentScope: kept(scopeDetail),
});
export type KayentaScope = Infer<typeof kayentaScope>;

const kayentaThreshold = struct({
  pass: kept(int),
  marginal: kept(int),
});

const kayentaMetric = struct({
  address: kept(text),
  application: kept(text),
  canaryConfigName: kept(text),
  metricsAccountName: kept(text),
  configurationAccountName: kept(text),
  storageAccountName: kept(text),
  threshold: kept(kayentaThreshold),
  scopes: nullable(list(kayentaScope)),
  lookback: omit(bool),
});
export type KayentaMetric = Infer<typeof kayentaMetric>;

const newRelicMetric = struct({
  profile: omit(text),
  query: kept(text),
  timeout: pointer(int),
});
export type NewRelicMetric = Infer<typeof newRelicMetric>;

const oAuth2Config = struct({
  tokenUrl: omit(text),
  clientId: omit(text),
  clientSecret: omit(text),
  scopes: omit(list(text)),
});

const sigv4Config = struct({
  region: omit(text),
  profile: omit(text),
  roleArn: omit(text),
});

export const authentication = struct({
  sigv4: kept(sigv4Config),
  oauth2: kept(oAuth2Config),
});

const prometheusRangeQueryArgs = struct({
  start: omit(text),
  end: omit(text),
  step: omit(text),
});

const webMetricHeader = struct({
  key: kept(text),
  value: kept(text),
});

const prometheusMetric = struct({
  address: omit(text),
  query: omit(text),
  authentication: kept(authentication),
  timeout: pointer(int),
  insecure: omit(bool),
  headers: omit(list(webMetricHeader)),
  rangeQuery: pointer(prometheusRangeQueryArgs),
});
export type PrometheusMetric = Infer<typeof prometheusMetric>;

const skyWalkingMetric = struct({
  address: omit(text),
  query: omit(text),
  interval: omit(text),
});
export type SkyWalkingMetric = Infer<typeof skyWalkingMetric>;

const wavefrontMetric = struct({
  address: omit(text),
  query: omit(text),
});
export type WavefrontMetric = Infer<typeof wavefrontMetric>;

export const webMetric = struct({
  method: omit(text),
  url: kept(text),
  headers: omit(list(webMetricHeader)),
  body: omit(text),
  timeoutSeconds: omit(int),
  jsonPath: omit(text),
  insecure: omit(bool),
  jsonBody: omit(raw),
  authentication: kept(authentication),
});
export type WebMetric = Infer<typeof webMetric>;

const metricProvider = struct({
  prometheus: pointer(prometheusMetric),
  kayenta: pointer(kayentaMetric),
  web: pointer(webMetric),
  datadog: pointer(datadogMetric),
  wavefront: pointer(wavefrontMetric),
  newRelic: pointer(newRelicMetric),
  job: pointer(jobMetric),
  cloudWatch: pointer(cloudWatchMetric),
  graphite: pointer(graphiteMetric),
  influxdb: pointer(influxdbMetric),
  skywalking: pointer(skyWalkingMetric),
  plugin: omit(map(raw)),
});
export type MetricProvider = Infer<typeof metricProvider>;

export const metric = struct({
  name: kept(text),
  interval: omit(text),
  initialDelay: omit(text),
  count: pointer(intOrString),
  successCondition: omit(text),
  failureCondition: omit(text),
  failureLimit: pointer(intOrString),
  inconclusiveLimit: pointer(intOrString),
  consecutiveErrorLimit: pointer(intOrString),
  provider: kept(metricProvider),
  consecutiveSuccessLimit: pointer(intOrString),
});
export type Metric = Infer<typeof metric>;

export const analysisTemplateSpec = struct({
  metrics: omit(list(metric)),
  args: omit(list(argument)),
  dryRun: omit(list(dryRun)),
  measurementRetention: omit(list(measurementRetention)),
  templates: omit(list(analysisTemplateRef)),
});
export type AnalysisTemplateSpec = Infer<typeof analysisTemplateSpec>;

export const clusterAnalysisTemplate = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(analysisTemplateSpec),
});
export type ClusterAnalysisTemplate = Infer<typeof clusterAnalysisTemplate>;

export const analysisTemplate = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(analysisTemplateSpec),
});
export type AnalysisTemplate = Infer<typeof analysisTemplate>;

const tTLStrategy = struct({
  secondsAfterCompletion: pointer(int),
  secondsAfterFailure: pointer(int),
  secondsAfterSuccess: pointer(int),
});

const analysisRunSpec = struct({
  metrics: nullable(list(metric)),
  args: omit(list(argument)),
  terminate: omit(bool),
  dryRun: omit(list(dryRun)),
  measurementRetention: omit(list(measurementRetention)),
  ttlStrategy: pointer(tTLStrategy),
});
export type AnalysisRunSpec = Infer<typeof analysisRunSpec>;

export const measurement = struct({
  phase: kept(text),
  message: omit(text),
  startedAt: pointer(time),
  finishedAt: pointer(time),
  value: omit(text),
  metadata: omit(map(text)),
  resumeAt: pointer(time),
});
export type Measurement = Infer<typeof measurement>;

export const metricResult = struct({
  name: kept(text),
  phase: kept(text),
  measurements: omit(list(measurement)),
  message: omit(text),
  count: omit(int),
  successful: omit(int),
  failed: omit(int),
  inconclusive: omit(int),
  error: omit(int),
  consecutiveError: omit(int),
  dryRun: omit(bool),
  metadata: omit(map(text)),
  consecutiveSuccess: omit(int),
});
export type MetricResult = Infer<typeof metricResult>;

export const runSummary = struct({
  count: omit(int),
  successful: omit(int),
  failed: omit(int),
  inconclusive: omit(int),
  error: omit(int),
});
export type RunSummary = Infer<typeof runSummary>;

export const analysisRunStatus = struct({
  phase: kept(text),
  message: omit(text),
  metricResults: omit(list(metricResult)),
  startedAt: pointer(time),
  runSummary: kept(runSummary),
  dryRunSummary: pointer(runSummary),
  completedAt: pointer(time),
});
export type AnalysisRunStatus = Infer<typeof analysisRunStatus>;

export const analysisRun = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(analysisRunSpec),
  status: kept(analysisRunStatus),
});
export type AnalysisRun = Infer<typeof analysisRun>;
