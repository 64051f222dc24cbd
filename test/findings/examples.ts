import type { JsonObject } from '../../src/api/json.ts';
import type { Example } from './example.ts';
import { istioCanary, rollout, service, template, update, web } from './manifests.ts';

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
]);
