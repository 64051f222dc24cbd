import type { Experiment, ExperimentCondition, ExperimentStatus } from '../../api/shape/experiment.ts';
import { formatTime } from '../../api/times.ts';
import { progressDeadlineSeconds } from './defaults.ts';
import { hasPassedDuration, templateStatusOf } from './state.ts';

type ConditionType = 'InvalidSpec' | 'Progressing';

function newCondition(
  type: ConditionType,
  status: 'True' | 'False',
  reason: string,
  message: string,
  nowMs: number,
): ExperimentCondition {
  const now = formatTime(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** Source: utils/conditions/experiments.go GetExperimentCondition. */
function getCondition(status: ExperimentStatus, type: ConditionType): ExperimentCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

/** Source: utils/conditions/experiments.go RemoveExperimentCondition. */
function removeCondition(status: ExperimentStatus, type: ConditionType): ExperimentStatus {
  return { ...status, conditions: status.conditions?.filter((condition) => condition.type !== type) };
}

/** A condition is kept as it is while its status and reason are. Source: utils/conditions/experiments.go SetExperimentCondition. */
function setCondition(status: ExperimentStatus, condition: ExperimentCondition): ExperimentStatus {
  const current = status.conditions?.find(({ type }) => type === condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return status;
  const kept =
    current?.status === condition.status ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
  const others = (status.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...status, conditions: [...others, kept] };
}

/** What is wrong with the spec, or undefined. Source: utils/conditions/experiments.go VerifyExperimentSpec. */
export function specProblem(experiment: Experiment): string | undefined {
  const name = experiment.metadata.name ?? '';
  const names = new Set<string>();
  for (const [index, template] of (experiment.spec.templates ?? []).entries()) {
    const { selector } = template;
    if (selector === null) return `Rollout has missing field '.Spec.Templates[${index}].Selector'`;
    if (selector.matchLabels === undefined && selector.matchExpressions === undefined) {
      return `This experiment is selecting all pods at index ${index}. A non-empty selector is required.`;
    }
    if ((template.minReadySeconds ?? 0) > progressDeadlineSeconds(experiment)) {
      return `MinReadySeconds cannot be longer than ProgressDeadlineSeconds. Check template index ${index}`;
    }
    if (template.name === '') return `Experiment ${name} has empty template name at index ${index}`;
    if (names.has(template.name)) {
      return `Experiment ${name} has repeated template name '${template.name}' in templates`;
    }
    names.add(template.name);
  }
  return undefined;
}

/** The status of an Experiment whose spec is wrong; a new message replaces the old one. Source: experiments/controller.go syncHandler. */
export function invalidSpecStatus(experiment: Experiment, problem: string, nowMs: number): ExperimentStatus {
  const { status } = experiment;
  const before = getCondition(status, 'InvalidSpec');
  const cleared = before !== undefined && before.message !== problem ? removeCondition(status, 'InvalidSpec') : status;
  return setCondition(cleared, newCondition('InvalidSpec', 'True', 'InvalidSpec', problem, nowMs));
}

/** Whether a template's counts changed, or there are more of them. Source: utils/conditions/experiments.go ExperimentProgressing. */
function isProgressing(before: ExperimentStatus, after: ExperimentStatus): boolean {
  const templates = before.templateStatuses ?? [];
  if (templates.length < (after.templateStatuses ?? []).length) return true;
  return templates.some((old) => {
    const now = templateStatusOf(after, old.name);
    return (
      now !== undefined &&
      (old.replicas !== now.replicas ||
        old.updatedReplicas !== now.updatedReplicas ||
        old.readyReplicas !== now.readyReplicas ||
        old.availableReplicas !== now.availableReplicas)
    );
  });
}

/** The new status with its condition Progressing: done, in progress (its time is renewed), or running. Source: experiments/conditions.go. */
export function withConditions(experiment: Experiment, calculated: ExperimentStatus, nowMs: number): ExperimentStatus {
  const name = experiment.metadata.name ?? '';
  const hadProblem = getCondition(experiment.status, 'InvalidSpec') !== undefined;
  const newStatus =
    hadProblem && specProblem(experiment) === undefined ? removeCondition(calculated, 'InvalidSpec') : calculated;
  if (newStatus.phase === 'Successful') {
    const message = `Experiment "${name}" has successfully ran and completed.`;
    return setCondition(newStatus, newCondition('Progressing', 'False', 'ExperimentCompleted', message, nowMs));
  }
  if (isProgressing(experiment.status, newStatus)) {
    const message = `Experiment "${name}" is progressing.`;
    const condition = newCondition('Progressing', 'True', 'ReplicaSetUpdated', message, nowMs);
    const current = getCondition(experiment.status, 'Progressing');
    if (current === undefined) return setCondition(newStatus, condition);
    const kept =
      current.status === 'True' ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
    return setCondition(removeCondition(newStatus, 'Progressing'), kept);
  }
  if (experiment.status.availableAt !== undefined && !hasPassedDuration(experiment, nowMs)) {
    const message = `Experiment "${name}" is running.`;
    return setCondition(newStatus, newCondition('Progressing', 'True', 'NewReplicaSetAvailable', message, nowMs));
  }
  return newStatus;
}
