import { isAlreadyExists, isNotFound, ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { type Because, from, type Reason } from '../../api/reason.ts';
import { apiVersionOf, SERVICE } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Service } from '../../api/shape/core.ts';
import type { ServicePort } from '../../api/shape/core-service.ts';
import type { Experiment, TemplateSpec, TemplateStatus } from '../../api/shape/experiment.ts';
import { type ExperimentContext, namespaceOf, ownerReferences } from './context.ts';
import { EXPERIMENT_NAME_ANNOTATION, EXPERIMENT_TEMPLATE_NAME_ANNOTATION } from './names.ts';
import { templateService, templateServiceDeleted } from './rules.ts';

function isOf(experiment: Experiment, template: string, service: Service): boolean {
  const annotations = service.metadata.annotations ?? {};
  return (
    controllerOf(service)?.uid === experiment.metadata.uid &&
    annotations[EXPERIMENT_NAME_ANNOTATION] === experiment.metadata.name &&
    annotations[EXPERIMENT_TEMPLATE_NAME_ANNOTATION] === template
  );
}

function portsOf(rs: ReplicaSet): readonly ServicePort[] {
  return (rs.spec.template.spec.containers ?? []).flatMap(({ ports = [] }) =>
    ports.map(({ name, protocol, containerPort }) => ({
      name,
      protocol,
      port: containerPort,
      targetPort: containerPort,
    })),
  );
}

/** Makes the Service of a template that has ports; its status tells. Source: experiments/experiment.go createTemplateService. */
export function createTemplateService(
  context: ExperimentContext,
  template: TemplateSpec,
  status: TemplateStatus,
  rs: ReplicaSet,
): TemplateStatus {
  const ports = portsOf(rs);
  const known = context.services.get(template.name);
  if ((known !== undefined && known.metadata.name === rs.metadata.name) || ports.length === 0) return status;
  const own = template.service?.name ?? '';
  const name = own === '' ? (rs.metadata.name ?? '') : own;
  try {
    const service = createService(context, name, template.name, rs, ports);
    context.services.set(template.name, service);
    const podTemplateHash = rs.metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
    return { ...status, serviceName: service.metadata.name, podTemplateHash };
  } catch (error) {
    const message = `Failed to create Service ${name} for template '${template.name}': ${reconcileErrorMessage(error)}`;
    return { ...status, status: 'Error', message };
  }
}

/** Source: experiments/service.go CreateService. */
function createService(
  context: ExperimentContext,
  name: string,
  template: string,
  rs: ReplicaSet,
  ports: readonly ServicePort[],
): Service {
  const { env, experiment } = context;
  const wanted: Service = {
    apiVersion: apiVersionOf(SERVICE),
    kind: SERVICE.kind,
    metadata: {
      name,
      namespace: namespaceOf(context),
      ownerReferences: ownerReferences(experiment),
      annotations: {
        [EXPERIMENT_NAME_ANNOTATION]: experiment.metadata.name ?? '',
        [EXPERIMENT_TEMPLATE_NAME_ANNOTATION]: template,
      },
    },
    spec: { selector: rs.metadata.labels, ports },
    status: { loadBalancer: {} },
  };
  const because: Because = () => templateService.because({ template: from('spec.templates', template) });
  try {
    return env.api.create(SERVICE, wanted, { because: [because] });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const existing = env.api.get(SERVICE, namespaceOf(context), name);
    if (isOf(experiment, template, existing)) return existing;
    throw new ReconcileError(`service ${name} already exists and is not owned by experiment template ${template}`);
  }
}

/** Source: experiments/experiment.go deleteTemplateService. */
export function deleteTemplateService(
  context: ExperimentContext,
  template: string,
  status: TemplateStatus,
): TemplateStatus {
  const service = context.services.get(template);
  if (service === undefined) return status;
  try {
    const because = (): Reason => templateServiceDeleted.because({ template: from('spec.templates', template) });
    context.env.api.delete(SERVICE, namespaceOf(context), service.metadata.name ?? '', { because: [because] });
  } catch (error) {
    if (!isNotFound(error)) {
      const message = `Failed to delete Service for template '${template}': ${reconcileErrorMessage(error)}`;
      return { ...status, status: 'Error', message };
    }
  }
  context.services.delete(template);
  return { ...status, serviceName: undefined, podTemplateHash: undefined };
}
