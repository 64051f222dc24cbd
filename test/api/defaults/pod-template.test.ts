import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/api/canonical.ts';
import { isLatest, podTemplateDefaults } from '../../../src/api/defaults/pod-template.ts';
import { isJsonObject, type JsonObject } from '../../../src/api/json.ts';
import { type PodTemplateSpec, podTemplateSpec } from '../../../src/api/shape/core.ts';

function isTemplate(value: unknown): value is PodTemplateSpec {
  return isJsonObject(value) && isJsonObject(value['spec']);
}

function defaulted(spec: JsonObject): PodTemplateSpec['spec'] {
  const template = canonical(podTemplateSpec, { spec });
  if (!isTemplate(template)) throw new Error('no template');
  return podTemplateDefaults(template).spec;
}

/** Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go. */
describe('defaults of a pod template', () => {
  it('fill in what a minimal one leaves out', () => {
    expect(defaulted({ containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }] }] })).toEqual({
      containers: [
        {
          name: 'web',
          image: 'web:1',
          imagePullPolicy: 'IfNotPresent',
          ports: [{ containerPort: 80, protocol: 'TCP' }],
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    });
  });

  it('leave what is written, and are their own defaults', () => {
    const written = {
      containers: [{ name: 'web', image: 'web', imagePullPolicy: 'Never', terminationMessagePath: '/tmp/end' }],
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      serviceAccountName: 'robot',
    };
    const once = defaulted(written);
    expect(once).toMatchObject({ ...written, serviceAccount: 'robot' });
    expect(podTemplateDefaults({ metadata: {}, spec: once }).spec).toEqual(once);
  });

  it('fill in probes and hooks', () => {
    const httpGet = { port: 80 };
    const [web] =
      defaulted({
        containers: [
          {
            name: 'web',
            readinessProbe: { httpGet, periodSeconds: 3 },
            livenessProbe: { grpc: { port: 90 } },
            lifecycle: { preStop: { httpGet } },
            env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          },
        ],
      }).containers ?? [];
    const filled = { path: '/', port: 80, scheme: 'HTTP' };
    expect(web?.readinessProbe).toEqual({
      httpGet: filled,
      timeoutSeconds: 1,
      periodSeconds: 3,
      successThreshold: 1,
      failureThreshold: 3,
    });
    expect(web?.livenessProbe?.grpc).toEqual({ port: 90, service: '' });
    expect(web?.lifecycle).toEqual({ preStop: { httpGet: filled } });
    expect(web?.env?.[0]?.valueFrom?.fieldRef).toEqual({ apiVersion: 'v1', fieldPath: 'metadata.name' });
  });

  it('fill in volumes', () => {
    const { volumes } = defaulted({
      containers: [{ name: 'web' }],
      volumes: [
        { name: 'scratch' },
        { name: 'keys', secret: { secretName: 'keys' } },
        { name: 'conf', configMap: { name: 'conf', defaultMode: 256 } },
        { name: 'logs', hostPath: { path: '/logs' } },
        { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
      ],
    });
    expect(volumes).toEqual([
      { name: 'scratch', emptyDir: {} },
      { name: 'keys', secret: { secretName: 'keys', defaultMode: 420 } },
      { name: 'conf', configMap: { name: 'conf', defaultMode: 256 } },
      { name: 'logs', hostPath: { path: '/logs', type: '' } },
      {
        name: 'token',
        projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }] },
      },
    ]);
  });

  it.each([
    ['nginx', true],
    ['nginx:latest', true],
    ['registry:5000/nginx', true],
    ['nginx:1.27', false],
    ['nginx@sha256:0123', false],
    ['nginx:latest@sha256:0123', false],
  ])('pull %s always: %s', (image, latest) => {
    expect(isLatest(image)).toBe(latest);
  });
});
