import { expect, test } from 'vitest';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { rehearse } from '../../src/session/run.ts';

const template = (app: string): string =>
  `{ metadata: { labels: { app: ${app} } }, spec: { containers: [ { name: web, image: "r/shop:v1" } ] } }`;

const deployment = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 4
  selector: { matchLabels: { app: ${name} } }
  template: ${template(name)}
`;

const EXPERIMENT = `
apiVersion: argoproj.io/v1alpha1
kind: Experiment
metadata: { name: trial }
spec:
  duration: 1m
  templates:
  - name: base
    replicas: 2
    selector: { matchLabels: { app: base } }
    template: ${template('base')}
`;

function load(manifests: string, script: string, expectations: string): ReturnType<typeof loadRehearsal> {
  const scenario = `
apiVersion: rehearse.dev/v1
kind: Scenario
metadata: { name: deployments }
spec:
  until: 5m
  manifests: [app.yaml]
  script:${script}
  expect:${expectations}
`;
  const texts = new Map([
    ['world/scenario.yaml', scenario],
    ['world/app.yaml', manifests],
  ]);
  const files = {
    read: (path: string) => texts.get(path),
    isFolder: (path: string) => path === 'world',
    list: () => ['app.yaml', 'scenario.yaml'],
    problem: () => undefined,
  };
  return loadRehearsal(files, ['world']);
}

function verdictsOf(manifests: string, script: string, expectations: string): readonly string[] {
  const { rehearsal, diagnostics } = load(manifests, script, expectations);
  if (rehearsal === undefined || diagnostics.length > 0) throw new Error(formatDiagnostics(diagnostics));
  return rehearse(rehearsal).verdicts.map(({ passed, expectation, text }) => `${passed} ${expectation} ${text}`.trim());
}

test('conditions speak of a Deployment without any Rollout', () => {
  const verdicts = verdictsOf(
    deployment('shop'),
    `
  - when: deployment.phase == "Healthy"
    after: 10s
    run: kubectl set image deployment/shop web=r/shop:v2`,
    `
  - always: deployment.available >= 3
    from: 5s
  - eventually: canary.image == "r/shop:v2" && stable.image == "r/shop:v1"
  - eventually: deployment.revision == 2 && deployment.phase == "Healthy" && stable.revision == 2
  - never: deployment.phase == "Degraded"`,
  );
  expect(verdicts).toEqual([
    'true eventually canary.image == "r/shop:v2" && stable.image == "r/shop:v1" came true at 12s',
    'true eventually deployment.revision == 2 && deployment.phase == "Healthy" && stable.revision == 2 came true at 16s',
    'true always deployment.available >= 3 from 5s',
    'true never deployment.phase == "Degraded"',
  ]);
});

test('conditions speak of a lone Experiment, also where there is a Deployment', () => {
  expect(
    verdictsOf(
      deployment('shop') + '---' + EXPERIMENT,
      ' []',
      `
  - eventually: experiment.phase == "Running" && experiment.available == 2
  - holds: experiment.phase == "Successful"
    at: 2m`,
    ),
  ).toEqual([
    'true eventually experiment.phase == "Running" && experiment.available == 2 came true at 2s',
    'true at 2m0s experiment.phase == "Successful"',
  ]);
});

test('of several Deployments one must be named', () => {
  const both = deployment('shop') + '---' + deployment('cart');
  const { diagnostics } = load(both, ' []', '\n  - never: deployment.phase == "Degraded"');
  expect(formatDiagnostics(diagnostics)).toContain(
    'the condition speaks of a deployment, and the manifests have several',
  );
  expect(verdictsOf(both, ' []', '\n  - { always: deployment.name == "cart", deployment: cart }')).toEqual([
    'true always deployment.name == "cart"',
  ]);
  const wrong = load(both, ' []', '\n  - { always: deployment.name == "cart", deployment: crt }');
  expect(formatDiagnostics(wrong.diagnostics)).toContain('no manifest has a Deployment "crt"');
});
