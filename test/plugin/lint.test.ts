import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Json } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { referencedIngress } from '../../src/routers/ingresses.ts';
import { Reference } from '../../src/api/reference.ts';
import { referencedVirtualService } from '../../src/routers/istio/validate.ts';
import { validateRolloutReferencedResources } from '../../src/controllers/rollouts/validation/references.ts';
import { validateRollout } from '../../src/controllers/rollouts/validation/rollout.ts';
import { lint, type LintFinding } from '../../src/plugin/lint/lint.ts';
import { locate } from '../../src/plugin/lint/locate.ts';
import type { LintReferences } from '../../src/plugin/lint/references.ts';
import { unknownFields } from '../../src/api/unknown-fields.ts';
import { ROLLOUT } from '../../src/api/resources.ts';

const server = new MemoryServer({ clock: { nowMs: () => 0 }, freeze: true });

interface Linted {
  readonly findings: readonly LintFinding[];
  readonly seen: ReadonlyMap<string, LintReferences>;
}

function linted(yaml: string): Linted {
  const documents = parseAllDocuments(yaml).map((document): Json => JSON.parse(JSON.stringify(document.toJS())));
  const seen = new Map<string, LintReferences>();
  const findings = lint(documents, {
    decode: (manifest) => server.decode(manifest),
    validateRollout,
    validateReferences: (rollout, references) => {
      seen.set(rollout.metadata.name ?? '', references);
      const { services, ingresses, virtualServices } = references;
      return validateRolloutReferencedResources(rollout, {
        services,
        analyses: [],
        routed: [
          ...ingresses.map(referencedIngress),
          ...virtualServices.map((object) => referencedVirtualService(object, new Reference())),
        ],
      });
    },
  });
  return { findings, seen };
}

function rolloutYaml(strategy: string, name = 'shop'): string {
  return `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: shop:v1}]}
  strategy: ${strategy}
---
`;
}

const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: shop-canary}
spec: {selector: {app: till}}
`;

/** Source: pkg/kubectl-argo-rollouts/cmd/lint/lint.go lintResource. */
describe('mistakes', () => {
  test('none', () => {
    expect(linted(`${rolloutYaml('{canary: {}}')}\n---\n`).findings).toEqual([]);
  });

  test('unknown fields, each where it is written', () => {
    const { findings } = linted(rolloutYaml('{canary: {stepz: [], steps: [{setWeigth: 20}, {pause: {}}]}}'));
    expect(findings).toEqual([
      { document: 0, path: ['spec', 'strategy', 'canary', 'stepz'], message: 'unknown field "stepz"' },
      {
        document: 0,
        path: ['spec', 'strategy', 'canary', 'steps', 0, 'setWeigth'],
        message: 'unknown field "setWeigth"',
      },
      {
        document: 0,
        path: ['spec', 'strategy', 'canary', 'steps', 0],
        message: expect.stringContaining('spec.strategy.steps[0]'),
      },
    ]);
  });

  test('a value of the wrong type', () => {
    const { findings } = linted(`---\n${rolloutYaml('{canary: {steps: [{setWeight: many}]}}')}`);
    expect(findings).toEqual([
      {
        document: 0,
        path: ['spec', 'strategy', 'canary', 'steps', 0, 'setWeight'],
        message: 'spec.strategy.canary.steps[0].setWeight: expected a whole number, found "many"',
      },
    ]);
  });

  test('what the controller refuses, at the field or at the way to it', () => {
    const { findings } = linted(rolloutYaml('{canary: {maxSurge: 0, maxUnavailable: 0}}'));
    expect(findings).toEqual([
      {
        document: 0,
        path: ['spec', 'strategy', 'canary', 'maxSurge'],
        message: 'spec.strategy.maxSurge: Invalid value: 0: MaxSurge and MaxUnavailable both can not be zero',
      },
    ]);
  });

  test('a Service that does not fit, after the rollout that uses it', () => {
    const { findings } = linted(`---\n${rolloutYaml('{canary: {canaryService: shop-canary}}')}${SERVICE}`);
    expect(findings).toEqual([
      {
        document: 0,
        path: ['spec', 'strategy', 'canary', 'canaryService'],
        message:
          'spec.strategy.canary.canaryService: Invalid value: "shop-canary": Service "shop-canary" has unmatch label "app" in rollout',
      },
    ]);
  });

  test('a document without a kind; an empty one is none', () => {
    expect(linted('name: shop\n---\n---\n[]').findings).toEqual([
      { document: 0, path: [], message: "Object 'Kind' is missing" },
      { document: 2, path: [], message: "Object 'Kind' is missing" },
    ]);
  });
});

/** Source: pkg/kubectl-argo-rollouts/cmd/lint/lint.go setServiceTypeAndManagedAnnotation and its neighbours. */
describe('what a rollout refers to', () => {
  const given = `
apiVersion: v1
kind: Service
metadata: {name: stable, annotations: {argo-rollouts.argoproj.io/managed-by-rollouts: other}}
---
apiVersion: v1
kind: Service
metadata: {name: elsewhere, namespace: dev}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: public}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: stable, port: {number: 80}}}}]}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: routes}
`;

  function namesOf(strategy: string): readonly string[] {
    const { seen } = linted(
      `${rolloutYaml('{blueGreen: {activeService: none}}', 'first')}${rolloutYaml(strategy)}${given}`,
    );
    const references = seen.get('shop');
    return [
      ...(references?.services ?? []).map(({ type, service }) => `${type} ${service.metadata.name ?? ''}`),
      ...[...(references?.ingresses ?? []), ...(references?.virtualServices ?? [])].map(
        ({ kind, metadata }) => `${kind ?? ''} ${metadata.name ?? ''}`,
      ),
    ];
  }

  test.each([
    ['{canary: {}}', []],
    ['{canary: {canaryService: stable, stableService: stable}}', ['StableService stable']],
    ['{canary: {pingPong: {pingService: stable, pongService: none}}}', ['PingService stable']],
    [
      '{blueGreen: {activeService: stable, previewService: elsewhere}}',
      ['ActiveService stable', 'PreviewService elsewhere'],
    ],
    ['{canary: {stableService: stable, trafficRouting: {nginx: {}}}}', ['StableService stable', 'Ingress public']],
    ['{canary: {stableService: other, trafficRouting: {alb: {rootService: stable}}}}', ['Ingress public']],
    ['{canary: {stableService: other, trafficRouting: {alb: {}}}}', []],
    ['{canary: {trafficRouting: {smi: {rootService: stable}}}}', ['Ingress public']],
    ['{canary: {trafficRouting: {istio: {virtualService: {name: routes}}}}}', ['VirtualService routes']],
    ['{canary: {trafficRouting: {istio: {virtualServices: [{name: a}, {name: routes}]}}}}', ['VirtualService routes']],
  ])('%s', (strategy, names) => {
    expect(namesOf(strategy)).toEqual(names);
  });

  test('counts as managed by the rollout, whatever is written', () => {
    const { seen } = linted(`${rolloutYaml('{canary: {stableService: stable}}')}${given}`);
    expect(seen.get('shop')?.services[0]?.service.metadata.annotations).toEqual({
      'argo-rollouts.argoproj.io/managed-by-rollouts': 'shop',
    });
  });

  test.each([
    ['shop', 1],
    ['shop, namespace: dev', 1],
    ['shop, namespace: prod', 0],
  ])('%s sees %i Service of the namespace dev', (metadata, count) => {
    const { seen } = linted(`${rolloutYaml('{blueGreen: {activeService: elsewhere}}', metadata)}${given}`);
    expect(seen.get('shop')?.services).toHaveLength(count);
  });
});

test.each([
  ['spec.strategy.steps[1].setWeight', ['spec', 'strategy', 'canary', 'steps', 1, 'setWeight']],
  ['spec.strategy.steps[7].setWeight', ['spec', 'strategy', 'canary', 'steps']],
  ['spec.strategy.canary.steps[1].pause', ['spec', 'strategy', 'canary', 'steps', 1]],
  ['spec.strategy.maxSurge', ['spec', 'strategy', 'canary']],
  ['spec.template.metadata.labels[a.b/c]', ['spec', 'template', 'metadata', 'labels', 'a.b/c']],
  ['spec.replicas', ['spec']],
  ['status', []],
])('%s is found', (field, path) => {
  const steps = [{ pause: {} }, { setWeight: 20 }];
  const manifest = {
    spec: { strategy: { canary: { steps } }, template: { metadata: { labels: { 'a.b/c': 'x' } } } },
  };
  expect(locate(manifest, field)).toEqual(path);
});

test('maps and values of any form have no unknown fields', () => {
  const shape = ROLLOUT.shape;
  if (shape === undefined) throw new Error('no shape');
  const spec = { template: { metadata: { labels: { anything: 'x' } } }, strategy: [], replicas: {} };
  expect(unknownFields(shape, { metadata: { annotations: { a: 'b' } }, spec })).toEqual([]);
});
