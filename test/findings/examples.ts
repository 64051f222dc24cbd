import type { Json, JsonObject } from '../../src/api/json.ts';
import type { Example } from './example.ts';
import { container, istioCanary, prometheus, requests, rollout, service, template, update, web } from './manifests.ts';

const run = (at: string, command: string): JsonObject => ({ at, run: `kubectl argo rollouts ${command}` });

function blueGreenRetry(at: string): Example {
  return {
    manifests: [rollout({ blueGreen: { activeService: 'shop', autoPromotionEnabled: false } }), service('shop')],
    spec: { script: [update, run('80s', 'abort shop'), run(at, 'retry rollout shop')], promote: 'never', until: '10m' },
  };
}

function pausedExperiment(at: string): Example {
  const experiment = { duration: '20s', templates: [{ name: 'new', specRef: 'canary' }] };
  return {
    manifests: [rollout({ canary: { steps: [{ experiment }] } })],
    spec: { script: [update, run(at, 'pause shop')], promote: 'never', until: '12m' },
  };
}

function blueGreenAnalysis(value: number): Example {
  const metric = { name: 'ok', successCondition: 'result > 0.9', failureCondition: 'result < 0.1', count: 1 };
  return {
    manifests: [
      rollout({
        blueGreen: { activeService: 'shop', postPromotionAnalysis: { templates: [{ templateName: 'health' }] } },
      }),
      service('shop'),
      template([{ ...metric, provider: web }]),
    ],
    spec: { script: [update], metrics: { ok: value }, until: '65s' },
  };
}

const canary: JsonObject = { canary: {} };

function oneMeasurement(metric: JsonObject, value: Json = 0, spec: JsonObject = {}): Example {
  const base = { name: 'ok', count: 1, successCondition: 'result >= 1', provider: web };
  const step = { analysis: { templates: [{ templateName: 'health' }] } };
  return {
    manifests: [rollout({ canary: { steps: [step] } }), template([withoutNulls({ ...base, ...metric })], spec)],
    spec: { script: [update], metrics: { ok: value }, promote: 'never', until: '12m' },
  };
}

function nanMeasured(value: Json): Example {
  const metric = { name: 'ok', count: 1, successCondition: 'result[0] < 1', provider: prometheus('ok') };
  const step = { analysis: { templates: [{ templateName: 'health' }] } };
  return {
    manifests: [rollout({ canary: { steps: [step] } }), template([metric])],
    spec: { script: [update], metrics: { ok: value } },
  };
}

function openExperiment(more: JsonObject): Example {
  const experiment = { templates: [{ name: 'new', specRef: 'canary' }], ...more };
  return { manifests: [rollout({ canary: { steps: [{ experiment }] } })], spec: { script: [update], until: '8m' } };
}

/** The pod that was made first is deleted while callers use it. */
function onePod(replicas: number): Example {
  return {
    manifests: [rollout({ canary: {} }, { replicas }), service('shop')],
    spec: {
      cluster: { readyAfter: '20s' },
      script: [{ at: '1m', pods: { image: 'web:1', count: 1, do: 'delete' } }],
      traffic: requests(),
      until: '3m',
    },
  };
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function backgroundAnalysis(steps: readonly Json[]): Example {
  const metric = { name: 'ok', initialDelay: '30s', interval: '15s', successCondition: 'result >= 1', provider: web };
  const analysis = { templates: [{ templateName: 'health' }] };
  return {
    manifests: [rollout({ canary: { steps: [...steps], analysis } }), template([metric])],
    spec: { script: [update], metrics: { ok: 1 } },
  };
}

function ratio(matchers: string): string {
  const of = (more: string): string => `sum(rate(http_requests_total{${matchers}${more}}[1m]))`;
  return `${of(',code=~"5.."')} / ${of('')}`;
}

/** A canary at 20 % of which the new version fails a third of its requests, measured by a query. */
function queried(query: string): Example {
  const metric = {
    name: 'errors',
    interval: '30s',
    count: 3,
    successCondition: 'result[0] < 0.2',
    provider: prometheus(query),
  };
  const steps = [
    { setWeight: 20 },
    { pause: { duration: '90s' } },
    { analysis: { templates: [{ templateName: 'health' }] } },
  ];
  return {
    manifests: [rollout({ canary: { steps } }, { replicas: 5 }), service('shop'), template([metric])],
    spec: {
      script: [update],
      images: { 'web:2': { errors: 0.3 } },
      traffic: requests(),
      promote: 'never',
      until: '8m',
    },
  };
}

/** A canary at 20 % whose analysis fails from its first measurement on. */
function lateAnalysis(failureLimit: number): Example {
  const query =
    'sum(rate(http_requests_total{version="2",code=~"5.."}[1m])) / sum(rate(http_requests_total{version="2"}[1m]))';
  const metric = {
    name: 'errors',
    initialDelay: '1m',
    interval: '30s',
    failureLimit,
    successCondition: 'result[0] < 0.05',
    provider: prometheus(query),
  };
  const analysis = { templates: [{ templateName: 'health' }] };
  const steps = [{ setWeight: 20 }, { pause: { duration: '10m' } }];
  return {
    manifests: [rollout({ canary: { steps, analysis } }, { replicas: 5 }), service('shop'), template([metric])],
    spec: { script: [update], images: { 'web:2': { errors: 0.3 } }, traffic: requests(), until: '8m' },
  };
}

function withArguments(...values: readonly string[]): Example {
  const analysis = { templates: [{ templateName: 'health' }], args: values.map((value) => ({ name: 'who', value })) };
  const metric = { name: 'ok', count: 1, successCondition: 'result >= 1', provider: web };
  return {
    manifests: [rollout({ canary: { steps: [{ analysis }] } }), template([metric], { args: [{ name: 'who' }] })],
    spec: { script: [update], metrics: { ok: 1 } },
  };
}

/** A retry of a blue-green update after its analysis failed; at 70s its preview still has pods. */
function previewRetry(at: string): Example {
  const metric = { name: 'ok', count: 1, successCondition: 'result >= 1', provider: web };
  const prePromotionAnalysis = { templates: [{ templateName: 'health' }] };
  return {
    manifests: [
      rollout({ blueGreen: { activeService: 'shop', previewService: 'shop-preview', prePromotionAnalysis } }),
      service('shop'),
      service('shop-preview'),
      template([metric]),
    ],
    spec: { script: [update, run(at, 'retry rollout shop')], metrics: { ok: 0 }, until: '15m' },
  };
}

function failingReconcile(fieldPath: string): Example {
  const args = [{ name: 'who', valueFrom: { fieldRef: { fieldPath } } }];
  const metric = { name: 'ok', count: 1, successCondition: 'result >= 1', provider: web };
  return {
    manifests: [
      rollout({ canary: { steps: [{ analysis: { templates: [{ templateName: 'health' }], args } }] } }),
      template([metric], { args: [{ name: 'who' }] }),
    ],
    spec: { script: [update], metrics: { ok: 1 }, until: '10m' },
  };
}

function slowPods(behaviour: JsonObject): Example {
  return {
    manifests: [rollout({ canary: { steps: [{ setWeight: 50 }] } })],
    spec: { script: [update], images: { 'web:2': behaviour }, until: '6m' },
  };
}

function recreated(type: string): Example {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop' },
    spec: {
      replicas: 2,
      strategy: { type },
      selector: { matchLabels: { app: 'shop' } },
      template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [container('web:1')] } },
    },
  };
  return {
    manifests: [deployment, service('shop')],
    spec: {
      cluster: { readyAfter: '20s' },
      script: [{ at: '1m', run: 'kubectl set image deployment/shop web=web:2' }],
      traffic: requests(20, { to: { service: 'shop' } }),
    },
  };
}

function badVersion(errors: number): Example {
  return {
    manifests: [rollout({ canary: { steps: [{ setWeight: 50 }, { pause: { duration: '30s' } }] } }), service('shop')],
    spec: { script: [update], images: { 'web:2': { errors } }, traffic: requests(), until: '5m' },
  };
}

function twoServices(more: JsonObject): Example {
  return {
    manifests: [
      rollout(
        {
          canary: {
            stableService: 'shop',
            canaryService: 'shop-canary',
            steps: [{ setWeight: 50 }, { pause: { duration: '1m' } }],
            ...more,
          },
        },
        { replicas: 4 },
      ),
      service('shop'),
      service('shop-canary'),
    ],
    spec: { script: [update], until: '6m' },
  };
}

function istioSteps(steps: readonly Json[]): Example {
  return { manifests: istioCanary(steps), spec: { script: [update] } };
}

function blueGreenApply(replicas: number): Example {
  const strategy = { blueGreen: { activeService: 'shop', autoPromotionEnabled: true, autoPromotionSeconds: 30 } };
  const next = rollout(strategy, {
    replicas,
    template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [container('web:2')] } },
  });
  return {
    manifests: [rollout(strategy), service('shop')],
    files: { 'next.yaml': [next] },
    spec: { script: [{ at: '1m', apply: 'next.yaml' }] },
  };
}

function dynamicScale(replicas: number): Example {
  const steps = [{ setCanaryScale: { replicas } }, { setWeight: 100 }, { pause: { duration: '30s' } }];
  return {
    manifests: istioCanary(steps, { dynamicStableScale: true }),
    spec: { script: [update, run('80s', 'promote shop --full')] },
  };
}

function referenced(script: readonly Json[]): Example {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'shop' } },
      template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [container('web:1')] } },
    },
  };
  const referring: JsonObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'shop' },
    spec: {
      replicas: 2,
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop', scaleDown: 'onsuccess' },
      strategy: canary,
    },
  };
  return { manifests: [deployment, referring], spec: { script: [...script], until: '3m' } };
}

function sharedRoute(route: string): Example {
  const istio = (name: string, routes: string): JsonObject =>
    rollout(
      {
        canary: {
          stableService: name,
          canaryService: `${name}-canary`,
          trafficRouting: { istio: { virtualService: { name: 'web', routes: [routes] } } },
        },
      },
      {},
      name,
    );
  const http = (name: string, service: string): JsonObject => ({
    name,
    route: [
      { destination: { host: service }, weight: 100 },
      { destination: { host: `${service}-canary` }, weight: 0 },
    ],
  });
  const names = ['shop', 'cart'];
  return {
    manifests: [
      istio('shop', 'primary'),
      istio('cart', route),
      ...names.flatMap((name) => [service(name, { app: name }), service(`${name}-canary`, { app: name })]),
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'web' },
        spec: { hosts: ['web'], http: [http('primary', 'shop'), http('secondary', 'cart')] },
      },
    ],
    spec: { until: '1m' },
  };
}

/** For each finding the smallest run that shows it, and one like it that must not. */
export const EXAMPLES: ReadonlyMap<string, { readonly shows: Example; readonly silent: Example }> = new Map<
  string,
  { readonly shows: Example; readonly silent: Example }
>([
  ['finding.promote.lost', { shows: ['bluegreen', 'bg-promote-while-starting'], silent: ['bluegreen', 'bg-manual'] }],
  [
    'finding.promote.skips',
    { shows: ['canary', 'promote-while-scaling'], silent: ['canary', 'promote-at-each-pause'] },
  ],
  [
    'finding.promote.full.tooEarly',
    { shows: ['canary', 'promote-full-while-starting'], silent: ['canary', 'promote-at-each-pause'] },
  ],
  [
    'finding.abort.lost',
    { shows: ['canary', 'promote-full-then-abort'], silent: ['canary', 'spec-paused-then-abort'] },
  ],
  [
    'finding.abort.paused',
    { shows: ['canary', 'spec-paused-then-abort'], silent: ['canary', 'promote-full-then-abort'] },
  ],
  ['finding.retry.noPause', { shows: blueGreenRetry('90s'), silent: blueGreenRetry('5m') }],
  [
    'finding.rollbackWindow.hang',
    { shows: ['incidents', 'incident-argo-rollouts-3304'], silent: ['bluegreen', 'bg-window-in-delay'] },
  ],
  [
    'finding.dynamicStableScale.abort',
    { shows: ['traffic', 'dynamic-abort-delay'], silent: ['traffic', 'dynamic-abort'] },
  ],
  [
    'finding.scaleDownDelay.zero',
    { shows: ['incidents', 'incident-argo-rollouts-1639'], silent: ['bluegreen', 'bg-delay-limit-0'] },
  ],
  ['finding.initialDeploy.again', { shows: ['bluegreen', 'bg-service-edited'], silent: ['canary', 'getting-started'] }],
  [
    'finding.weight.passedOver',
    {
      shows: ['incidents', 'incident-argo-rollouts-4390'],
      silent: {
        manifests: istioCanary([{ setWeight: 50 }, { pause: { duration: '1m' } }, { setWeight: 100 }]),
        spec: { script: [update] },
      },
    },
  ],
  ['finding.experiment.repeated', { shows: pausedExperiment('70s'), silent: pausedExperiment('10m') }],
  ['finding.threshold.promotes', { shows: ['canary', 'threshold-percent'], silent: ['canary', 'getting-started'] }],
  ['finding.spin.cancels', { shows: ['traffic', 'nginx-abort-retry'], silent: ['canary', 'getting-started'] }],
  ['finding.spin.endless', { shows: blueGreenAnalysis(0.5), silent: blueGreenAnalysis(1) }],
  [
    'finding.spin.idles',
    { shows: ['incidents', 'incident-argo-rollouts-1639'], silent: ['canary', 'getting-started'] },
  ],

  // Analyses
  [
    'finding.analysis.unmeasured',
    {
      shows: backgroundAnalysis([{ setWeight: 50 }]),
      silent: backgroundAnalysis([{ setWeight: 50 }, { pause: { duration: '2m' } }]),
    },
  ],
  [
    'finding.analysis.passedFailed',
    { shows: oneMeasurement({ failureLimit: 1 }), silent: oneMeasurement({ failureLimit: 0 }) },
  ],
  [
    'finding.analysis.errors',
    {
      shows: oneMeasurement({ successCondition: 'result[3] > 1', interval: '5s', count: 6 }),
      silent: oneMeasurement({}),
    },
  ],
  ['finding.analysis.nan', { shows: nanMeasured('NaN'), silent: nanMeasured(0.5) }],
  [
    'finding.analysis.dryRun',
    {
      shows: oneMeasurement({}, 0, { dryRun: [{ metricName: 'ok' }] }),
      silent: oneMeasurement({}, 1, { dryRun: [{ metricName: 'ok' }] }),
    },
  ],
  [
    'finding.analysis.noSeries',
    {
      shows: queried(`${ratio('version="3"')} or vector(0)`),
      silent: queried('sum(rate(http_requests_total{code=~"5.."}[1m])) or vector(0)'),
    },
  ],
  [
    'finding.analysis.window',
    {
      shows: queried('sum(rate(http_requests_total{app="shop"}[20s])) * 0'),
      silent: queried('sum(rate(http_requests_total{app="shop"}[1m])) * 0'),
    },
  ],
  [
    'finding.analysis.mixedVersions',
    { shows: queried(ratio('app="shop"')), silent: queried(ratio('app="shop",version="2"')) },
  ],
  [
    'finding.analysis.wrongVersion',
    {
      shows: queried('sum(rate(http_requests_total{version="1"}[1m])) * 0'),
      silent: queried('sum(rate(http_requests_total{version="2"}[1m])) * 0'),
    },
  ],
  ['finding.analysis.beforePods', { shows: previewRetry('10m'), silent: previewRetry('70s') }],
  // What waits
  [
    'finding.spec.invalid',
    {
      shows: oneMeasurement({ interval: '5s', count: null }, 1),
      silent: oneMeasurement({ interval: '5s', count: 3 }, 1),
    },
  ],
  [
    'finding.pods.notReady',
    { shows: slowPods({ never: 'CrashLoopBackOff' }), silent: slowPods({ readyAfter: '20s' }) },
  ],
  [
    'finding.services.noRouter',
    {
      shows: twoServices({}),
      silent: {
        manifests: istioCanary([{ setWeight: 50 }, { pause: { duration: '1m' } }]),
        spec: { script: [update] },
      },
    },
  ],
  ['finding.router.none', { shows: twoServices({ trafficRouting: { managedRoutes: [] } }), silent: twoServices({}) }],
  [
    'finding.canary.noTraffic',
    {
      shows: istioSteps([{ setCanaryScale: { replicas: 1 } }, { pause: { duration: '1m' } }]),
      silent: istioSteps([{ setWeight: 10 }, { pause: { duration: '1m' } }]),
    },
  ],
  ['finding.blueGreen.resized', { shows: blueGreenApply(1), silent: blueGreenApply(2) }],
  // Strategies
  ['finding.weight.outOfRange', { shows: dynamicScale(4), silent: dynamicScale(2) }],
  ['finding.workloadRef.staysUp', { shows: { world: 'workload-stays-up' }, silent: referenced([]) }],
  [
    'finding.workloadRef.leftDown',
    { shows: referenced([{ at: '1m', delete: { kind: 'Rollout', name: 'shop' } }]), silent: referenced([]) },
  ],
  [
    'finding.deadline.settledAbort',
    { shows: ['incidents', 'incident-argo-rollouts-1624'], silent: ['canary', 'deadline-abort-then-fix'] },
  ],
  ['finding.selector.changed', { shows: ['lifecycle', 'selector-changed'], silent: ['canary', 'getting-started'] }],
  // The platform
  [
    'finding.selectors.overlap',
    {
      shows: { manifests: [rollout(canary), rollout(canary, {}, 'shop2', 'shop')] },
      silent: { manifests: [rollout(canary), rollout(canary, {}, 'shop2')] },
    },
  ],
  ['finding.router.shared', { shows: sharedRoute('primary'), silent: sharedRoute('secondary') }],
  ['finding.deployment.allAtOnce', { shows: recreated('Recreate'), silent: recreated('RollingUpdate') }],
  ['finding.traffic.outage', { shows: onePod(1), silent: onePod(2) }],
  ['finding.replicas.twoWriters', { shows: { world: 'two-writers' }, silent: ['canary', 'getting-started'] }],
  ['finding.weights.takenBack', { shows: { world: 'weights-taken-back' }, silent: ['canary', 'getting-started'] }],
  ['finding.deadline.restarts', { shows: { world: 'deadline-restarts' }, silent: ['canary', 'getting-started'] }],
  ['finding.service.selectsNothing', { shows: { world: 'service-selects-nothing' }, silent: badVersion(0) }],
  ['finding.argocd.syncFails', { shows: { world: 'sync-fails' }, silent: { world: 'two-writers' } }],
  ['finding.analysis.argument', { shows: withArguments('a', ''), silent: withArguments('a') }],
  [
    'finding.analysis.inconclusive',
    { shows: oneMeasurement({ failureCondition: 'result < 0.1' }, 0.5), silent: oneMeasurement({}, 1) },
  ],
  [
    'finding.reconcile.fails',
    { shows: failingReconcile('status.none.name'), silent: failingReconcile('metadata.name') },
  ],
  ['finding.step.endless', { shows: openExperiment({}), silent: openExperiment({ duration: '20s' }) }],
  ['finding.traffic.errors', { shows: badVersion(0.3), silent: badVersion(0) }],
  ['finding.analysis.late', { shows: lateAnalysis(1), silent: lateAnalysis(0) }],
]);
