import { isAlreadyExists, ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { availableReplicas, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { TemplateSpec, TemplateStatus } from '../../api/shape/experiment.ts';
import { formatTime, parseTime } from '../../api/times.ts';
import { getTimeRemainingBeforeScaleDownDeadline } from '../rollouts/decide/scale-down-deadline.ts';
import { type ExperimentContext, namespaceOf, sendEvent } from './context.ts';
import { progressDeadlineSeconds } from './defaults.ts';
import { addScaleDownDelay, createReplicaSet, scaleReplicaSet } from './replica-sets.ts';
import { createTemplateService, deleteTemplateService } from './services.ts';
import {
  hasPassedDuration,
  isTemplateCompleted,
  templateReplicas,
  templateStatusOf,
  withTemplateStatus,
} from './state.ts';

/** Gives a template its ReplicaSet, Service and pods, and assesses it. Source: experiments/experiment.go reconcileTemplate. */
export function reconcileTemplate(context: ExperimentContext, template: TemplateSpec): void {
  const { env, experiment } = context;
  const nowMs = env.clock.nowMs();
  const { name } = template;
  const empty = { name, replicas: 0, updatedReplicas: 0, readyReplicas: 0, availableReplicas: 0 };
  const before: TemplateStatus = templateStatusOf(experiment.status, name) ?? empty;
  const desired = templateReplicas(experiment, template);
  const rs = context.replicaSets.get(name);
  const acted =
    rs === undefined
      ? createForTemplate(context, template, before)
      : adjustTemplate(context, template, before, rs, desired);
  const counted = withCounts(acted, before, context.replicaSets.get(name), nowMs);
  const assessed = assess(context, template, counted, desired);
  if (before.status !== assessed.status) sendTransition(context, before, assessed);
  context.newStatus = withTemplateStatus(context.newStatus, assessed);
}

/** Source: experiments/experiment.go createReplicaSetForTemplate. */
function createForTemplate(context: ExperimentContext, template: TemplateSpec, status: TemplateStatus): TemplateStatus {
  const { name } = template;
  try {
    context.replicaSets.set(name, createReplicaSet(context, template, status.collisionCount));
    return { ...status, lastTransitionTime: formatTime(context.env.clock.nowMs()) };
  } catch (error) {
    const text = reconcileErrorMessage(error);
    if (isAlreadyExists(error)) return status;
    return { ...status, status: 'Error', message: `Failed to create ReplicaSet for template '${name}': ${text}` };
  }
}

function adjustTemplate(
  context: ExperimentContext,
  template: TemplateSpec,
  before: TemplateStatus,
  listed: ReplicaSet,
  desired: number,
): TemplateStatus {
  const { name, service } = template;
  const outlives = context.env.reference.has('experiment-service-outlives-pods');
  let status = before;
  if (service !== undefined && desired !== 0) status = createTemplateService(context, template, status, listed);
  else if (service === undefined || (outlives && availableReplicas(listed) === 0))
    status = deleteTemplateService(context, name, status);
  const rs = desired === 0 ? addScaleDownDelay(context, listed) : listed;
  context.replicaSets.set(name, rs);
  if (specReplicas(rs) === desired) return status;
  const scaled = scaleTemplate(context, template, status, rs, desired);
  return { ...scaled, lastTransitionTime: formatTime(context.env.clock.nowMs()) };
}

/** Scales up from the latest state, down once the deadline is over. Source: experiments/experiment.go scaleTemplateRS. */
function scaleTemplate(
  context: ExperimentContext,
  template: TemplateSpec,
  status: TemplateStatus,
  listed: ReplicaSet,
  desired: number,
): TemplateStatus {
  const { env } = context;
  let rs = listed;
  let replicas = desired;
  if (desired === 0) {
    const { remainingMs } = getTimeRemainingBeforeScaleDownDeadline(rs, env.clock.nowMs());
    if (remainingMs !== undefined) {
      if (remainingMs < env.resyncPeriodMs) context.enqueueAfter(remainingMs);
      replicas = template.replicas ?? 1;
    }
  } else {
    const latest = env.api.find(REPLICA_SET, namespaceOf(context), rs.metadata.name ?? '');
    if (latest === undefined) throw new ReconcileError('Recovered from Panic');
    rs = latest;
    context.replicaSets.set(template.name, latest);
  }
  try {
    scaleReplicaSet(context, rs, replicas);
    const outlives = env.reference.has('experiment-service-outlives-pods');
    if (outlives || replicas !== 0 || template.service === undefined) return status;
    return deleteTemplateService(context, template.name, status);
  } catch (error) {
    const text = `Unable to scale ReplicaSet for template '${status.name}' to desired replica count '${replicas}'`;
    return { ...status, status: 'Error', message: `${text}: ${reconcileErrorMessage(error)}` };
  }
}

function withCounts(
  status: TemplateStatus,
  before: TemplateStatus,
  rs: ReplicaSet | undefined,
  nowMs: number,
): TemplateStatus {
  const replicas = rs?.status.replicas ?? 0;
  const readyReplicas = rs?.status.readyReplicas ?? 0;
  const available = rs?.status.availableReplicas ?? 0;
  const counted = { ...status, replicas, updatedReplicas: replicas, readyReplicas, availableReplicas: available };
  const moved =
    before.replicas !== replicas ||
    before.updatedReplicas !== replicas ||
    before.readyReplicas !== readyReplicas ||
    before.availableReplicas !== available;
  return moved ? { ...counted, lastTransitionTime: formatTime(nowMs) } : counted;
}

/** Running with all pods, progressing without, failed beyond the deadline; a completed template stays what it is. */
function assess(
  context: ExperimentContext,
  { name }: TemplateSpec,
  status: TemplateStatus,
  desired: number,
): TemplateStatus {
  const { env, experiment, isTerminating } = context;
  const nowMs = env.clock.nowMs();
  if (isTemplateCompleted(status.status)) return status;
  if (desired === status.availableReplicas) {
    const done = isTerminating || hasPassedDuration(experiment, nowMs);
    return { ...status, status: done ? 'Successful' : 'Running' };
  }
  const fromMs = parseTime(status.lastTransitionTime ?? '') ?? nowMs;
  const deadlineSeconds = progressDeadlineSeconds(experiment);
  if (nowMs > fromMs + deadlineSeconds * 1000) {
    const message = `Template '${name}' exceeded its progressDeadlineSeconds (${deadlineSeconds})`;
    return { ...status, status: 'Failed', message };
  }
  return { ...status, status: isTerminating ? 'Successful' : 'Progressing' };
}

function sendTransition(context: ExperimentContext, before: TemplateStatus, after: TemplateStatus): void {
  const { status = '', message = '' } = after;
  const text = `Template '${after.name}' transitioned from ${before.status ?? ''} -> ${status}`;
  const type = status === 'Failed' || status === 'Error' ? 'Warning' : 'Normal';
  sendEvent(context, type, `Template${status}`, message === '' ? text : `${text}: ${message}`);
}
