import table from './required-fields.json' with { type: 'json' };

/** Fields that the API server requires of one mapping of an object. */
export interface RequiredFields {
  /** Where the mapping stands; `*` is any item of a list or any key of a mapping. */
  readonly path: readonly string[];
  readonly names: readonly string[];
}

type Rows = Readonly<Record<string, string>>;

/** What the kinds of Kubernetes require beside their pod templates. Source: the OpenAPI document of Kubernetes v1.34, field `required` */
const OF_KUBERNETES: Readonly<Record<string, Rows>> = {
  Deployment: { '': 'spec', spec: 'selector template', 'spec.selector.matchExpressions.*': 'key operator' },
  ReplicaSet: { '': 'spec', spec: 'selector', 'spec.selector.matchExpressions.*': 'key operator' },
  Job: { '': 'spec', spec: 'template', 'spec.podFailurePolicy': 'rules', 'spec.podFailurePolicy.rules.*': 'action' },
  Pod: { '': 'spec' },
  Service: { 'spec.ports.*': 'port' },
  Ingress: {
    'spec.defaultBackend.service': 'name',
    'spec.rules.*.http': 'paths',
    'spec.rules.*.http.paths.*': 'backend pathType',
    'spec.rules.*.http.paths.*.backend.service': 'name',
  },
  HorizontalPodAutoscaler: {
    '': 'spec',
    spec: 'maxReplicas scaleTargetRef',
    'spec.scaleTargetRef': 'kind name',
    'spec.metrics.*': 'type',
    'spec.metrics.*.resource': 'name target',
    'spec.metrics.*.resource.target': 'type',
    'spec.metrics.*.containerResource': 'container name target',
    'spec.metrics.*.containerResource.target': 'type',
    'spec.metrics.*.pods': 'metric target',
    'spec.metrics.*.pods.metric': 'name',
    'spec.metrics.*.pods.target': 'type',
    'spec.metrics.*.object': 'describedObject metric target',
    'spec.metrics.*.object.describedObject': 'kind name',
    'spec.metrics.*.object.metric': 'name',
    'spec.metrics.*.object.target': 'type',
    'spec.metrics.*.external': 'metric target',
    'spec.metrics.*.external.metric': 'name',
    'spec.metrics.*.external.target': 'type',
    'spec.behavior.scaleUp.policies.*': 'periodSeconds type value',
    'spec.behavior.scaleDown.policies.*': 'periodSeconds type value',
  },
  PodDisruptionBudget: { 'spec.selector.matchExpressions.*': 'key operator' },
};

/** Where pod templates stand; of a Pod only the part `spec` of one. */
const POD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Rollout: ['spec.template'],
  Experiment: ['spec.templates.*.template'],
  AnalysisRun: ['spec.metrics.*.provider.job.spec.template'],
  AnalysisTemplate: ['spec.metrics.*.provider.job.spec.template'],
  ClusterAnalysisTemplate: ['spec.metrics.*.provider.job.spec.template'],
  Deployment: ['spec.template'],
  ReplicaSet: ['spec.template'],
  Job: ['spec.template'],
  Pod: [''],
};

function joined(before: string, path: string): string {
  return before === '' || path === '' ? before + path : `${before}.${path}`;
}

function rowsOf(kind: string): readonly RequiredFields[] {
  const own: Rows = new Map<string, Rows>(Object.entries({ ...table.kinds, ...OF_KUBERNETES })).get(kind) ?? {};
  const templates = new Map(Object.entries(POD_TEMPLATES)).get(kind) ?? [];
  const ofTemplates = templates.flatMap((before) =>
    Object.entries(table.podTemplate).map(([path, names]) => [joined(before, path), names] as const),
  );
  return [...Object.entries(own), ...ofTemplates].map(([path, names]) => ({
    path: path === '' ? [] : path.split('.'),
    names: names.split(' '),
  }));
}

const rows = new Map<string, readonly RequiredFields[]>();

/**
 * What the API server requires of a kind: the lists `required` of the CRDs of Argo Rollouts (`scripts/required-fields.ts` reads them) and of the OpenAPI
 * document of Kubernetes.
 */
export function requiredFields(kind: string): readonly RequiredFields[] {
  let found = rows.get(kind);
  if (found === undefined) {
    found = rowsOf(kind);
    rows.set(kind, found);
  }
  return found;
}
