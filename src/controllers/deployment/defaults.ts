import { podTemplateDefaults } from '../../api/defaults/pod-template.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';

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
