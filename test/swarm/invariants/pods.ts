import { controllerOf, revision, specReplicas } from '../../../src/api/rollouts/replica-sets.ts';
import { DEPLOYMENT, EXPERIMENT, POD, REPLICA_SET, ROLLOUT } from '../../../src/api/resources.ts';
import type { ReplicaSet } from '../../../src/api/shape/apps.ts';
import type { Pod } from '../../../src/api/shape/core.ts';
import type { Rollout } from '../../../src/api/shape/rollout.ts';
import type { Invariant, Moment, Report } from './invariant.ts';

/** Every pod is counted once, by its ReplicaSet and by everything above it. */
export const podsAreCounted: Invariant = {
  name: 'pods are counted once',
  begin: (_traits, report) => (moment) => {
    const pods = moment.objects.list(POD);
    const replicaSets = moment.objects.list(REPLICA_SET);
    const byOwner = groupByController(pods);
    for (const replicaSet of replicaSets) {
      checkReplicaSet(replicaSet, byOwner.get(replicaSet.metadata.uid ?? '') ?? [], moment.nowMs, report);
      byOwner.delete(replicaSet.metadata.uid ?? '');
    }
    for (const orphans of byOwner.values()) {
      for (const { metadata } of orphans) {
        const owner = controllerOf({ metadata });
        if (owner?.kind === 'ReplicaSet')
          report(`pod ${metadata.name} belongs to ReplicaSet ${owner.name}, which is gone`);
      }
    }
  },
};

function groupByController(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const uid = controllerOf(pod)?.uid ?? '';
    const group = groups.get(uid);
    if (group === undefined) groups.set(uid, [pod]);
    else group.push(pod);
  }
  return groups;
}

const isReady = ({ status }: Pod): boolean =>
  status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;

function checkReplicaSet(
  { metadata, spec, status }: ReplicaSet,
  pods: readonly Pod[],
  nowMs: number,
  report: Report,
): void {
  const live = pods.filter((pod) => pod.status.phase !== 'Failed' && pod.status.phase !== 'Succeeded');
  const ready = live.filter(isReady);
  const { replicas, readyReplicas = 0, availableReplicas = 0 } = status;
  const name = `ReplicaSet ${metadata.name}`;
  if (replicas !== live.length) report(`${name}: status.replicas ${replicas}, but ${live.length} pods`);
  if (readyReplicas !== ready.length) report(`${name}: readyReplicas ${readyReplicas}, but ${ready.length} ready pods`);
  const wanted = spec.replicas ?? 0;
  if (wanted < 0) report(`${name}: spec.replicas ${wanted}`);
  if (live.length !== wanted) report(`${name}: spec.replicas ${wanted}, but ${live.length} pods`);
  const { least, most } = availableOf(ready, spec.minReadySeconds ?? 0, nowMs);
  if (availableReplicas < least || availableReplicas > most) {
    report(
      `${name}: availableReplicas ${availableReplicas}, but ${least === most ? least : `${least} to ${most}`} available pods`,
    );
  }
}

/** How many pods are available. Times in objects are whole seconds, so a pod whose time has come within the last second may count or not. */
function availableOf(ready: readonly Pod[], minReadySeconds: number, nowMs: number): { least: number; most: number } {
  if (minReadySeconds === 0) return { least: ready.length, most: ready.length };
  const ages = ready.map(({ status }) => {
    const since = status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
    return nowMs - Date.parse(since ?? '');
  });
  const needed = minReadySeconds * 1000;
  return {
    least: ages.filter((ageMs) => ageMs >= needed + 1100).length,
    most: ages.filter((ageMs) => ageMs >= needed).length,
  };
}

/** The status of a workload is the sum of its ReplicaSets. */
export const workloadsAddUp: Invariant = {
  name: 'workloads are the sum of their ReplicaSets',
  begin:
    ({ nothingDeleted, routersActAtOnce }, report) =>
    (moment) => {
      const replicaSets = moment.objects.list(REPLICA_SET);
      for (const rollout of moment.objects.list(ROLLOUT)) {
        const own = replicaSets.filter((set) => controllerOf(set)?.uid === rollout.metadata.uid);
        checkIdentity(`Rollout ${rollout.metadata.name}`, own, report);
        if (nothingDeleted && routersActAtOnce && isSynced(rollout) && countsAll(rollout, own))
          checkRollout(rollout, own, report);
      }
      for (const { metadata, status } of moment.objects.list(DEPLOYMENT)) {
        const own = replicaSets.filter((set) => controllerOf(set)?.uid === metadata.uid);
        const name = `Deployment ${metadata.name}`;
        const { replicas = 0, readyReplicas = 0, availableReplicas = 0, updatedReplicas = 0 } = status;
        expectSum(name, 'replicas', replicas, sumOf(own, 'replicas'), report);
        expectSum(name, 'readyReplicas', readyReplicas, sumOf(own, 'readyReplicas'), report);
        expectSum(name, 'availableReplicas', availableReplicas, sumOf(own, 'availableReplicas'), report);
        if (updatedReplicas > replicas) report(`${name}: ${updatedReplicas} updated of ${replicas} pods`);
      }
      checkExperiments(moment, replicaSets, report);
    },
};

/** Whether the controller has seen the spec and accepts it. */
function isSynced({ status, metadata }: Rollout): boolean {
  const isInvalid = status.conditions?.some(({ type }) => type === 'InvalidSpec') ?? false;
  return !isInvalid && Number(status.observedGeneration) === metadata.generation;
}

/**
 * Whether a reconcile comes to count everything. One that may not switch a Service or a subset yet, since a version is not whole, ends before that, and
 * one that only follows a new number of replicas counts what is available alone.
 * Source: rollout/service.go ensureSVCTargets, rollout/trafficrouting/istio/istio.go UpdateHash, rollout/sync.go syncReplicasOnly.
 */
function countsAll({ spec }: Rollout, own: readonly ReplicaSet[]): boolean {
  const { canary } = spec.strategy;
  const wanted = String(spec.replicas ?? 1);
  const isScaling = own.some(
    (set) => specReplicas(set) > 0 && set.metadata.annotations?.['rollout.argoproj.io/desired-replicas'] !== wanted,
  );
  const isPlain = canary !== undefined && canary.trafficRouting === undefined && canary.stableService === undefined;
  return !isScaling && (isPlain || own.every((set) => specReplicas(set) === (set.status.availableReplicas ?? 0)));
}

type Count = 'replicas' | 'readyReplicas' | 'availableReplicas';

function sumOf(sets: readonly ReplicaSet[], count: Count): number {
  return sets.reduce((sum, { status }) => sum + (status[count] ?? 0), 0);
}

function expectSum(name: string, count: string, told: number, sum: number, report: Report): void {
  if (told !== sum) report(`${name}: status.${count} ${told}, but its ReplicaSets have ${sum}`);
}

/** Source: rollout/sync.go calculateBaseStatus; rollout/bluegreen.go syncRolloutStatusBlueGreen counts the active ReplicaSet alone. */
function checkRollout({ metadata, spec, status }: Rollout, own: readonly ReplicaSet[], report: Report): void {
  const name = `Rollout ${metadata.name}`;
  const { replicas = 0, readyReplicas = 0, availableReplicas = 0, updatedReplicas = 0 } = status;
  const withHash = (hash: string | undefined): readonly ReplicaSet[] =>
    own.filter(
      (set) => hash !== undefined && hash !== '' && set.metadata.labels?.['rollouts-pod-template-hash'] === hash,
    );
  expectSum(name, 'replicas', replicas, sumOf(own, 'replicas'), report);
  expectSum(name, 'updatedReplicas', updatedReplicas, sumOf(withHash(status.currentPodHash), 'replicas'), report);
  const active = withHash(status.blueGreen.activeSelector);
  const serving = spec.strategy.blueGreen === undefined || active.length === 0 ? own : active;
  expectSum(name, 'readyReplicas', readyReplicas, sumOf(serving, 'readyReplicas'), report);
  expectSum(name, 'availableReplicas', availableReplicas, sumOf(serving, 'availableReplicas'), report);
}

/** One ReplicaSet for a version, and no revision twice. Source: rollout/sync.go createDesiredReplicaSet, syncReplicaSetRevision. */
function checkIdentity(name: string, own: readonly ReplicaSet[], report: Report): void {
  const hashes = own.map((set) => set.metadata.labels?.['rollouts-pod-template-hash'] ?? '');
  if (new Set(hashes).size < hashes.length) report(`${name} has two ReplicaSets of one version: ${hashes.join(', ')}`);
  const revisions = own.map((set) => revision(set) ?? 0);
  if (new Set(revisions).size < revisions.length) report(`${name} has one revision twice: ${revisions.join(', ')}`);
}

function checkExperiments(moment: Moment, replicaSets: readonly ReplicaSet[], report: Report): void {
  for (const { metadata, status } of moment.objects.list(EXPERIMENT)) {
    const own = replicaSets.filter((set) => controllerOf(set)?.uid === metadata.uid);
    for (const { name, replicas, readyReplicas, availableReplicas } of status.templateStatuses ?? []) {
      const set = own.find(
        (each) =>
          each.metadata.annotations?.['experiment.argoproj.io/template-name'] === name ||
          each.metadata.name?.endsWith(`-${name}`),
      );
      if (set === undefined) continue;
      const where = `Experiment ${metadata.name}, template ${name}`;
      expectSum(where, 'replicas', replicas, set.status.replicas, report);
      expectSum(where, 'readyReplicas', readyReplicas, set.status.readyReplicas ?? 0, report);
      expectSum(where, 'availableReplicas', availableReplicas, set.status.availableReplicas ?? 0, report);
    }
    const total = own.reduce((sum, set) => sum + specReplicas(set), 0);
    const isOver = ['Successful', 'Failed', 'Error', 'Inconclusive'].includes(status.phase ?? '');
    if (isOver && total < 0) report(`Experiment ${metadata.name} is over and wants ${total} pods`);
  }
}
