import { isOf } from '../admission.ts';
import type { Admission } from '../memory-server.ts';
import { fieldsOf } from '../object-form.ts';
import { apiVersionOf, DEPLOYMENT, JOB, POD, REPLICA_SET, SERVICE } from '../resources.ts';
import type { Deployment, ReplicaSet } from '../shape/apps.ts';
import type { Container, Pod, PodSpec } from '../shape/core.ts';
import { kindDefaults } from './kinds.ts';
import { podSpecDefaults, podTemplateDefaults } from './pod-template.ts';

/** What the API server fills into Deployments, ReplicaSets, Pods, Services and Jobs before it stores them. */
export const admitDefaults: Admission = (resource, wanted) => {
  if (isOf(wanted, resource, POD)) return podDefaults(wanted);
  if (isOf(wanted, resource, REPLICA_SET)) return replicaSetDefaults(wanted);
  if (isOf(wanted, resource, DEPLOYMENT)) return deploymentDefaults(wanted);
  if (isOf(wanted, resource, SERVICE) || isOf(wanted, resource, JOB)) {
    return { ...wanted, ...kindDefaults(`${apiVersionOf(resource)}/${resource.kind}`, fieldsOf(wanted)) };
  }
  return wanted;
};

/** What the API server fills into a Deployment. Source: pkg/apis/apps/v1/defaults.go SetDefaults_Deployment. */
export function deploymentDefaults(deployment: Deployment): Deployment {
  const { spec } = deployment;
  const { type = 'RollingUpdate', rollingUpdate } = spec.strategy;
  const strategy =
    type === 'RollingUpdate'
      ? { type, rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...rollingUpdate } }
      : { ...spec.strategy, type };
  return {
    ...deployment,
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...spec,
      strategy,
      template: podTemplateDefaults(spec.template),
    },
  };
}

/** What the API server fills into a ReplicaSet. Source: pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet. */
export function replicaSetDefaults(replicaSet: ReplicaSet): ReplicaSet {
  const { spec } = replicaSet;
  return { ...replicaSet, spec: { replicas: 1, ...spec, template: podTemplateDefaults(spec.template) } };
}

/** Pods of one template share their spec: it is looked up by identity. */
const known = new WeakMap<PodSpec, PodSpec>();

/** What the API server fills into a Pod. Source: pkg/apis/core/v1/defaults.go SetDefaults_Pod. */
export function podDefaults(pod: Pod): Pod {
  let spec = known.get(pod.spec);
  if (spec === undefined) {
    const filled = podSpecDefaults(pod.spec);
    const { containers, initContainers, hostNetwork } = filled;
    const ofPod = (container: Container): Container => containerOfPod(container, hostNetwork === true);
    spec = {
      enableServiceLinks: true,
      ...filled,
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(ofPod) }),
      containers: containers?.map(ofPod) ?? null,
    };
    known.set(pod.spec, spec);
  }
  return { ...pod, spec };
}

/** A limit without a request is the request; on the network of the host a port is the host's. */
function containerOfPod(container: Container, hostNetwork: boolean): Container {
  const { ports, resources } = container;
  const { limits, requests } = resources;
  return {
    ...container,
    ...(limits === undefined ? {} : { resources: { ...resources, requests: { ...limits, ...requests } } }),
    ...(ports === undefined || !hostNetwork
      ? {}
      : { ports: ports.map((port) => ({ ...port, hostPort: port.hostPort ?? port.containerPort })) }),
  };
}
