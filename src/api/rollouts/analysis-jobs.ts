/** Marks on the Jobs that measure for an AnalysisRun. Source: metricproviders/job/job.go. */
export const RUN_UID_LABEL = 'analysisrun.argoproj.io/uid';
export const RUN_NAME_ANNOTATION = 'analysisrun.argoproj.io/name';
export const RUN_NAMESPACE_ANNOTATION = 'analysisrun.argoproj.io/namespace';
export const METRIC_NAME_ANNOTATION = 'analysisrun.argoproj.io/metric-name';
