import { deepEqual } from '../equality.ts';
import type { Container, PodSpec, PodTemplateSpec } from '../shape/core.ts';
import type { ContainerPort } from '../shape/core-container.ts';
import type { EnvVar } from '../shape/core-env.ts';
import type { Probe } from '../shape/core-probes.ts';
import { volumeDefaults } from './volume.ts';

const known = new WeakMap<PodTemplateSpec, PodTemplateSpec>();

/**
 * What the API server fills into a pod template that it stores, in Deployments and ReplicaSets alike; the same template if it has all of it.
 * Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/zz_generated.defaults.go SetObjectDefaults_Deployment.
 */
export function podTemplateDefaults(template: PodTemplateSpec): PodTemplateSpec {
  let result = known.get(template);
  if (result === undefined) {
    const filled = { ...template, spec: podSpecDefaults(template.spec) };
    result = deepEqual(filled, template) ? template : filled;
    known.set(template, result);
  }
  return result;
}

/** Source: SetDefaults_PodSpec; the two names of the service account are one (conversion.go Convert_core_PodSpec_To_v1_PodSpec). */
export function podSpecDefaults(spec: PodSpec): PodSpec {
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...spec,
    ...(account === undefined ? {} : { serviceAccountName: account, serviceAccount: account }),
    ...(spec.volumes === undefined ? {} : { volumes: spec.volumes.map(volumeDefaults) }),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(containerDefaults) }),
    containers: spec.containers?.map(containerDefaults) ?? null,
  };
}

/** Source: SetDefaults_Container. */
function containerDefaults(container: Container): Container {
  const { ports, env, livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent',
    ...container,
    ...(ports === undefined ? {} : { ports: ports.map(portDefaults) }),
    ...(env === undefined ? {} : { env: env.map(envDefaults) }),
    ...(livenessProbe === undefined ? {} : { livenessProbe: probeDefaults(livenessProbe) }),
    ...(readinessProbe === undefined ? {} : { readinessProbe: probeDefaults(readinessProbe) }),
    ...(startupProbe === undefined ? {} : { startupProbe: probeDefaults(startupProbe) }),
    ...(lifecycle === undefined
      ? {}
      : {
          lifecycle: {
            ...lifecycle,
            ...(lifecycle.postStart === undefined ? {} : { postStart: handlerDefaults(lifecycle.postStart) }),
            ...(lifecycle.preStop === undefined ? {} : { preStop: handlerDefaults(lifecycle.preStop) }),
          },
        }),
  };
}

/** Whether an image has the tag `latest`, or neither a tag nor a digest. Source: pkg/util/parsers/parsers.go ParseImageName. */
export function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = image.split('/').at(-1) ?? '';
  return !tag.includes(':') || tag.endsWith(':latest');
}

function portDefaults(port: ContainerPort): ContainerPort {
  return { protocol: 'TCP', ...port };
}

/** Source: SetDefaults_ObjectFieldSelector. */
function envDefaults(variable: EnvVar): EnvVar {
  const fieldRef = variable.valueFrom?.fieldRef;
  if (fieldRef === undefined) return variable;
  return { ...variable, valueFrom: { ...variable.valueFrom, fieldRef: { apiVersion: 'v1', ...fieldRef } } };
}

/** Source: SetDefaults_Probe; a service of gRPC that is not named is the empty one. */
function probeDefaults(probe: Probe): Probe {
  const { grpc } = probe;
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...handlerDefaults(probe),
    ...(grpc === undefined ? {} : { grpc: { ...grpc, service: grpc.service ?? '' } }),
  };
}

/** Source: SetDefaults_HTTPGetAction. */
function handlerDefaults<T extends { readonly httpGet?: Probe['httpGet'] }>(handler: T): T {
  if (handler.httpGet === undefined) return handler;
  return { ...handler, httpGet: { path: '/', scheme: 'HTTP', ...handler.httpGet } };
}
