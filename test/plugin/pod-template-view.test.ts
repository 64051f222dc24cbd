import { expect, test } from 'vitest';
import { canonical } from '../../src/api/canonical.ts';
import type { Json } from '../../src/api/json.ts';
import { podTemplateSpec, type PodTemplateSpec } from '../../src/api/shape/core.ts';
import { podTemplateView } from '../../src/plugin/views/pod-template.ts';

function isTemplate(value: unknown): value is PodTemplateSpec {
  return typeof value === 'object' && value !== null;
}

function view(template: Json): string {
  const value: unknown = canonical(podTemplateSpec, template);
  if (!isTemplate(value)) throw new Error('no template');
  return podTemplateView(value);
}

// Source: k8s.io/kubectl/pkg/describe/describe.go DescribePodTemplate.
test('a template with every part that has a line of its own', () => {
  const template = {
    metadata: {
      labels: { tier: 'web', app: 'shop' },
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
        note: 'one\ntwo\n',
        long: 'x'.repeat(140),
        short: 'yes',
      },
    },
    spec: {
      serviceAccountName: 'robot',
      initContainers: [{ name: 'setup', image: 'setup:1', command: ['sh', '-c', 'echo a\necho b'] }],
      containers: [
        {
          name: 'web',
          image: 'shop:1',
          ports: [
            { name: 'http', containerPort: 8080, protocol: 'TCP' },
            { containerPort: 9090, hostPort: 90, protocol: 'UDP' },
          ],
          args: ['--verbose'],
          resources: { limits: { memory: '1Gi' }, requests: { memory: '1Gi', cpu: '0.5' } },
          livenessProbe: { httpGet: { path: '/live', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 },
          readinessProbe: { exec: { command: ['cat', '/ready'] }, timeoutSeconds: 1, successThreshold: 1 },
          startupProbe: { tcpSocket: { port: 'http' }, failureThreshold: 3, initialDelaySeconds: 5 },
          envFrom: [{ configMapRef: { name: 'common' } }, { prefix: 'DB_', secretRef: { name: 'db', optional: true } }],
          env: [
            { name: 'LINES', value: 'a\nb' },
            { name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
            { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
            { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'common', key: 'mode', optional: true } } },
          ],
          volumeMounts: [
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'conf', mountPath: '/etc/conf', readOnly: true, subPath: 'a "b"' },
          ],
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        },
      ],
      volumes: [
        { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
        { name: 'conf', configMap: { name: 'common' } },
        { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
        { name: 'all', projected: { sources: [{ secret: { name: 'db' } }, { downwardAPI: {} }] } },
        { name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        { name: 'disk', iscsi: { targetPortal: 'p', iqn: 'i', lun: 0 } },
      ],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'shop' } },
        },
        { maxSkew: 2, topologyKey: 'host', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
      priorityClassName: 'high',
      nodeSelector: { disk: 'ssd' },
      tolerations: [
        { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
        { operator: 'Exists' },
        { key: 'down', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
      ],
    },
  };
  expect(view(template).replaceAll('\t', '→')).toMatchInlineSnapshot(`
    "Pod Template:
      Labels:→app=shop
    →tier=web
      Annotations:→long:
    →  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
    →note:
    →  one
    →  two
    →short: yes
      Service Account:→robot
      Init Containers:
       setup:
        Image:→setup:1
        Port:→<none>
        Host Port:→<none>
        Command:
          sh
          -c
          echo a
          echo b
        Environment:→<none>
        Mounts:→<none>
      Containers:
       web:
        Image:→shop:1
        Ports:→8080/TCP (http), 9090/UDP
        Host Ports:→0/TCP (http), 90/UDP
        SeccompProfile:→RuntimeDefault
        Args:
          --verbose
        Limits:
          memory:→1Gi
        Requests:
          cpu:→500m
          memory:→1Gi
        Liveness:→http-get http://:8080/live delay=0s timeout=0s period=10s successThreshold=0 failureThreshold=0
        Readiness:→exec [cat /ready] delay=0s timeout=1s period=0s successThreshold=1 failureThreshold=0
        Startup:→tcp-socket :http delay=5s timeout=0s period=0s successThreshold=0 failureThreshold=3
        Environment Variables from:
          common→ConfigMap→Optional: false
          db→Secret with prefix 'DB_'→Optional: true
        Environment:
          LINES:→a
          →b
          NODE:→ (v1:spec.nodeName)
          PASSWORD:→<set to the key 'password' in secret 'db'>→Optional: false
          MODE:→<set to the key 'mode' of config map 'common'>→Optional: true
        Mounts:
          /etc/conf from conf (ro,path="a \\"b\\"")
          /tmp from tmp (rw)
      Volumes:
       tmp:
        Type:→EmptyDir (a temporary directory that shares a pod's lifetime)
        Medium:→
        SizeLimit:→1Gi
       conf:
        Type:→ConfigMap (a volume populated by a ConfigMap)
        Name:→common
        Optional:→false
       data:
        Type:→PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)
        ClaimName:→data
        ReadOnly:→false
       all:
        Type:→Projected (a volume that contains injected data from multiple sources)
        SecretName:→db
        Optional:→false
        DownwardAPI:→true
       info:
        Type:→DownwardAPI (a volume populated by information about the pod)
        Items:
          metadata.labels -> labels
       disk:
      <unknown>
      Topology Spread Constraints:→host:ScheduleAnyway when max skew 2 is exceeded
      →zone:DoNotSchedule when max skew 1 is exceeded for selector app=shop
      Priority Class Name:→high
      Node-Selectors:→disk=ssd
      Tolerations:→op=Exists
    →down:NoExecute op=Exists for 30s
    →gpu=yes:NoSchedule
    "
  `);
});
