/** Annotations of what an Experiment makes. Source: pkg/apis/rollouts/v1alpha1/types.go. */
export const EXPERIMENT_NAME_ANNOTATION = 'experiment.argoproj.io/name';
export const EXPERIMENT_TEMPLATE_NAME_ANNOTATION = 'experiment.argoproj.io/template-name';
