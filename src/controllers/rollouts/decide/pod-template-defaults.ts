import type { Container, PodTemplateSpec } from '../../../api/shape/core.ts';

function containerDefaults(container: Container): Container {
  const tag = (container.image ?? '').split('/').at(-1) ?? '';
  const latest = !tag.includes(':') || tag.endsWith(':latest');
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: latest ? 'Always' : 'IfNotPresent',
    ...container,
  };
}

/**
 * The template with the defaults that an API server fills in. A stored template that never saw them is another template.
 * Source: k8s.io/kubernetes/pkg/apis/core/v1 SetObjectDefaults_PodTemplate.
 */
export function podTemplateDefaults(template: PodTemplateSpec): PodTemplateSpec {
  const { spec } = template;
  return {
    ...template,
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
      ...spec,
      containers: spec.containers?.map(containerDefaults) ?? null,
    },
  };
}
