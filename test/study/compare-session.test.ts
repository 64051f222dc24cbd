import { describe, expect, test } from 'vitest';
import { compareRehearsals } from '../../src/session/comparison.ts';
import type { ComparisonReport } from '../../src/report/compare/schema.ts';
import { verdictOf } from '../../src/report/compare/words.ts';
import { UsageError } from '../../src/session/usage-error.ts';
import { memoryFiles } from '../scenario/disk-files.ts';

interface Parts {
  readonly kind?: 'Rollout' | 'Deployment';
  readonly name?: string;
  readonly label?: string;
  readonly strategy?: string;
}

function workload({ kind = 'Rollout', name = 'web', label = name, strategy = '{}' }: Parts): string {
  return `apiVersion: ${kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1'}
kind: ${kind}
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${label} } }
  template: { metadata: { labels: { app: ${label} } }, spec: { containers: [{ name: app, image: "${label}:v1" }] } }
  strategy: ${strategy}
`;
}

const CANARY = '{ canary: { steps: [{ setWeight: 50 }, { pause: { duration: 30s } }] } }';

function compare(texts: Readonly<Record<string, string>>): ComparisonReport {
  const options = { setImage: ['app=app:v2'] };
  const report = compareRehearsals(memoryFiles(texts), Object.keys(texts), options, { show: () => undefined });
  if (report === undefined) throw new Error('the files are wrong');
  return report;
}

describe('what is compared', () => {
  test('is the Rollout, and why it never changed is said', () => {
    const strategy = '{ canary: { canaryService: none, stableService: none, steps: [{ setWeight: 50 }] } }';
    const other = workload({ kind: 'Deployment', name: 'redis' });
    const texts = { 'all.yaml': `${workload({ strategy })}---\n${other}` };
    expect(() => compare(texts)).toThrow(UsageError);
    expect(() => compare(texts)).toThrow(
      'nothing to compare: the Rollout web is InvalidSpec: The Rollout "web" is invalid',
    );
  });

  test('never takes the name of what is there already', () => {
    const other = workload({ kind: 'Deployment', label: 'other' });
    const { strategies } = compare({ 'all.yaml': `${workload({ strategy: CANARY })}---\n${other}` });
    const recreate = strategies.find(({ id }) => id === 'recreate');
    expect(recreate).toMatchObject({ leastAvailable: 0, outcome: 'completed' });
    expect(recreate?.notes).toContain('named web-compared, because there is another Deployment web');
  });

  test('leaves out a strategy that the controller refuses, and says why', () => {
    const routed = `{ canary: { stableService: web, canaryService: web-canary, trafficRouting: { managedRoutes: [{ name: h }], nginx: { stableIngress: web } }, steps: [{ setCanaryScale: { replicas: 1 }, setWeight: 50 }, { pause: { duration: 30s } }] } }`;
    const service = (name: string): string =>
      `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n`;
    const ingress = `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }
`;
    const report = compare({
      'all.yaml': `${workload({ strategy: routed })}${service('web')}${service('web-canary')}${ingress}`,
    });
    const [own] = report.strategies;
    // The router, not the first key of trafficRouting.
    expect(own?.title).toBe('yours: canary, nginx');
    expect(report.strategies.length).toBeGreaterThan(2);
  });

  test('is any number of files, each with a workload of its own', () => {
    const report = compare({
      'a.yaml': workload({ name: 'a', strategy: CANARY }),
      'b.yaml': workload({ name: 'b', strategy: '{ canary: {} }' }),
      'c.yaml': workload({ name: 'c', kind: 'Deployment' }),
    });
    expect(report.strategies.map(({ title }) => title)).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
  });

  test('a metric that nothing answers marks its row, with what to type', () => {
    const template = `---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: rate }
spec: { metrics: [{ name: rate, provider: { prometheus: { address: "http://p", query: rate } } }] }
`;
    const strategy =
      '{ canary: { steps: [{ setWeight: 50 }, { analysis: { templates: [{ templateName: rate }] } }] } }';
    const [own] = compare({ 'all.yaml': `${workload({ strategy })}${template}` }).strategies;
    if (own === undefined) throw new Error('no strategy');
    expect(verdictOf(own)).toMatchObject({ sign: '?', text: 'says nothing: nothing answers rate' });
    expect(own.findings?.join('\n')).toContain('--metric rate=VALUE');
  });
});
