import type { ObjectReader } from '../api/reader.ts';
import { DEPLOYMENT } from '../api/resources.ts';
import { stepText } from '../api/rollouts/step-kinds.ts';
import type { ReplicaSet } from '../api/shape/apps.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import {
  canarySteps,
  findRollout,
  imagesOf,
  imagesOfRollout,
  newerName,
  POD_TEMPLATE_HASH_LABEL,
  replicaSetsOf,
  revisionOf,
  type Role,
  roleOf,
  type RolloutName,
  weightText,
} from '../timeline/facts/rollouts.ts';
import { type ServiceSwitch, serviceSwitches } from '../timeline/facts/services.ts';
import { weightsOf } from '../timeline/facts/weights.ts';
import { type LineKind, type Span, span } from './moment.ts';
import { phaseSign, phaseTone } from './phases.ts';

/** A rollout and its ReplicaSets before and after one instant. */
export interface RolloutStep {
  readonly before: Rollout | undefined;
  readonly after: Rollout | undefined;
  readonly setsBefore: readonly ReplicaSet[];
  readonly setsAfter: readonly ReplicaSet[];
  /** The pods that the Deployment of `workloadRef` wants itself. */
  readonly workload?: { readonly name: string; readonly from: number; readonly to: number };
  /** Services that were given another version. */
  readonly switches: readonly ServiceSwitch[];
}

/** A line without what surrounds it. */
export interface Fact {
  readonly kind: LineKind;
  readonly spans: readonly Span[];
}

export function rolloutStep(before: ObjectReader, after: ObjectReader, name: RolloutName): RolloutStep {
  const rollout = findRollout(after, name);
  return {
    before: findRollout(before, name),
    after: rollout,
    setsBefore: replicaSetsOf(before, name),
    setsAfter: replicaSetsOf(after, name),
    ...workloadSizes(rollout, name.namespace, before, after),
    switches: serviceSwitches(rollout, name.namespace, before, after),
  };
}

function workloadSizes(
  rollout: Rollout | undefined,
  namespace: string,
  before: ObjectReader,
  after: ObjectReader,
): Pick<RolloutStep, 'workload'> {
  const { kind, name } = rollout?.spec.workloadRef ?? {};
  if (kind !== DEPLOYMENT.kind || name === undefined) return {};
  const from = before.find(DEPLOYMENT, namespace, name)?.spec.replicas;
  const to = after.find(DEPLOYMENT, namespace, name)?.spec.replicas;
  return from === undefined || to === undefined ? {} : { workload: { name, from, to } };
}

/** What happened to the rollout at the instant, in the order in which a reader wants it. */
export function rolloutFacts(step: RolloutStep): readonly Fact[] {
  const { before, after } = step;
  if (after === undefined)
    return before === undefined ? [] : [{ kind: 'delete', spans: [span('the rollout is gone')] }];
  return [
    ...desiredFacts(before, after),
    ...revisionFacts(before, after, step.setsAfter),
    ...podFacts(step),
    ...stepFacts(before, after),
    ...weightFacts(before, after),
    ...serviceFacts(step),
    ...scaleFacts(step),
    ...stableFacts(before, after, step.setsAfter),
    ...phaseFacts(before, after),
  ];
}

function desiredFacts(before: Rollout | undefined, after: Rollout): readonly Fact[] {
  const [from, to] = [before?.spec.replicas ?? 1, after.spec.replicas ?? 1];
  return before === undefined || from === to ? [] : [{ kind: 'replicas', spans: [span(`${from}→${to} wanted`)] }];
}

function revisionFacts(before: Rollout | undefined, after: Rollout, sets: readonly ReplicaSet[]): readonly Fact[] {
  const revision = revisionOf(after);
  if (revision === undefined || revision === revisionOf(before)) return [];
  const hash = after.status.currentPodHash;
  const name = hash === undefined ? '' : `  ReplicaSet ${after.metadata.name ?? ''}-${hash}`;
  return [
    {
      kind: 'revision',
      spans: [span(revision, 'strong'), span(`  ${imagesOfRollout(after, sets).join(', ')}`), span(name, 'quiet')],
    },
  ];
}

function stepFacts(before: Rollout | undefined, after: Rollout): readonly Fact[] {
  const steps = canarySteps(after);
  const [from, to] = [before?.status.currentStepIndex, after.status.currentStepIndex];
  const changedSteps = before !== undefined && before.status.currentStepHash !== after.status.currentStepHash;
  if (steps.length === 0 || to === undefined || before === undefined || (from === to && !changedSteps)) return [];
  const place = span(`${to}/${steps.length}`, 'strong');
  const current = steps[to];
  const ahead = current === undefined ? 'no step is left' : `now ${stepText(current, 'words')}`;
  if (changedSteps && before.status.currentStepHash !== undefined) {
    return [{ kind: 'step', spans: [place, span(`  the steps were changed; ${ahead}`)] }];
  }
  const isNewUpdate = before.status.currentPodHash !== after.status.currentPodHash;
  if (after.status.abort === true && to === 0)
    return [{ kind: 'step', spans: [place, span('  back to the start: aborted')] }];
  if (from === undefined || to < from || (isNewUpdate && to === 0)) {
    return [{ kind: 'step', spans: [place, span(`  from the start; ${ahead}`)] }];
  }
  if (isNewUpdate) return [{ kind: 'step', spans: [place, span('  all steps skipped')] }];
  if (current === undefined && [before, after].some(({ status }) => status.promoteFull === true)) {
    return [{ kind: 'step', spans: [place, span('  the rest was skipped: promoted in full')] }];
  }
  const passed = steps.slice(from, to).map((step) => stepText(step, 'done'));
  return [{ kind: 'step', spans: [place, span(`  ${passed.join(', ')}; ${ahead}`)] }];
}

function weightFacts(before: Rollout | undefined, after: Rollout): readonly Fact[] {
  const [from, to] = [weightsOf(before), weightsOf(after)];
  if (canarySteps(after).length === 0 || to === undefined || before === undefined) return [];
  const isSet = from?.set !== to.set;
  const isGiven = to.actual !== undefined && from?.actual !== to.actual && before.status.stableRS !== undefined;
  if (!isSet && !isGiven) return [];
  const { currentPodHash, stableRS } = after.status;
  const receiver = currentPodHash === stableRS ? 'the stable version, current again' : 'the canary';
  const set = span(weightText(to.set, to.max), 'strong');
  const isPromoted = currentPodHash === stableRS;
  if (to.actual === undefined || isPromoted) {
    return isSet ? [{ kind: 'weight', spans: [set, span(` set for ${receiver}`)] }] : [];
  }
  if (to.actual === to.set) return [{ kind: 'weight', spans: [set, span(` to ${receiver}`)] }];
  const actual = span(weightText(to.actual, to.max), 'strong');
  return [{ kind: 'weight', spans: [set, span(` set for ${receiver}, `), actual, span(' at the router')] }];
}

/** `active Service shop: revision 1 → 2 (shop:v2)`. */
function serviceFacts({ switches, setsAfter, setsBefore }: RolloutStep): readonly Fact[] {
  const sets = [...setsAfter, ...setsBefore];
  const setOf = (hash: string): ReplicaSet | undefined =>
    sets.find((set) => set.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === hash);
  return switches.map(({ role, name, from, to }) => {
    const [old, fresh] = [setOf(from), setOf(to)];
    const images = imagesOf(fresh).join(', ');
    return {
      kind: 'service',
      spans: [
        span(`${role} Service `),
        span(name, 'strong'),
        span(`: revision ${revisionOf(old) ?? from} → ${revisionOf(fresh) ?? to}`),
        span(images === '' ? '' : `  ${images}`, 'quiet'),
      ],
    };
  });
}

/** The role under which a reader knows a ReplicaSet at this instant: the old stable one stays stable while another takes its place. */
function roleDuring(step: RolloutStep, set: ReplicaSet): Role {
  const existed = step.setsBefore.some((one) => one.metadata.name === set.metadata.name);
  const handedOver = step.before !== undefined && step.before.status.stableRS !== step.after?.status.stableRS;
  return roleOf(existed && handedOver ? step.before : step.after, set);
}

function roleLabel(role: Role, set: ReplicaSet, { after }: RolloutStep): string {
  if (role === 'older') return `revision ${revisionOf(set) ?? '?'}`;
  return role === 'canary' ? newerName(after) : role;
}

const ROLE_ORDER: readonly Role[] = ['stable', 'canary', 'older'];

/** Each ReplicaSet that exists before or after, with its role: stable first, then canary, then older ones by name. */
function* setsByRole(step: RolloutStep): Generator<{ role: Role; before: ReplicaSet | undefined; after: ReplicaSet }> {
  for (const role of ROLE_ORDER) {
    for (const after of step.setsAfter) {
      if (roleDuring(step, after) !== role) continue;
      yield { role, after, before: step.setsBefore.find((set) => set.metadata.name === after.metadata.name) };
    }
  }
}

function scaleFacts(step: RolloutStep): readonly Fact[] {
  const spans: Span[] = [];
  for (const { role, before, after } of setsByRole(step)) {
    const [from, to] = [before?.spec.replicas ?? 0, after.spec.replicas ?? 0];
    if (from === to) continue;
    if (spans.length > 0) spans.push(span('  '));
    spans.push(span(`${roleLabel(role, after, step)} ${from}→${to}`, role));
  }
  const { workload } = step;
  if (workload !== undefined && workload.from !== workload.to) {
    if (spans.length > 0) spans.push(span('  '));
    spans.push(span(`Deployment ${workload.name} ${workload.from}→${workload.to}`, 'older'));
  }
  return spans.length === 0 ? [] : [{ kind: 'scale', spans }];
}

function readyText(after: ReplicaSet): string {
  const { replicas, readyReplicas = 0, availableReplicas = 0 } = after.status;
  const ready = `${readyReplicas} of ${replicas} ready`;
  return availableReplicas === readyReplicas ? ready : `${ready}, ${availableReplicas} available`;
}

function podFacts(step: RolloutStep): readonly Fact[] {
  const spans: Span[] = [];
  for (const { role, before, after } of setsByRole(step)) {
    const ready = (after.status.readyReplicas ?? 0) - (before?.status.readyReplicas ?? 0);
    const available = (after.status.availableReplicas ?? 0) - (before?.status.availableReplicas ?? 0);
    const isScaledDown = (after.spec.replicas ?? 0) < (before?.spec.replicas ?? 0);
    const isWorse = (ready < 0 || available < 0) && !isScaledDown;
    if (ready <= 0 && available <= 0 && !isWorse) continue;
    if (spans.length > 0) spans.push(span('  '));
    spans.push(span(roleLabel(role, after, step), role), span(` ${readyText(after)}`, isWorse ? 'bad' : undefined));
  }
  return spans.length === 0 ? [] : [{ kind: 'pods', spans }];
}

function stableFacts(before: Rollout | undefined, after: Rollout, sets: readonly ReplicaSet[]): readonly Fact[] {
  const hash = after.status.stableRS;
  if (before?.status.stableRS === undefined || hash === undefined || before.status.stableRS === hash) return [];
  const set = sets.find((one) => roleOf(after, one) === 'stable');
  const text = set === undefined ? hash : `revision ${revisionOf(set) ?? '?'}, ${imagesOf(set).join(', ')}`;
  return [{ kind: 'stable', spans: [span('is now '), span(text, 'stable')] }];
}

function phaseFacts(before: Rollout | undefined, after: Rollout): readonly Fact[] {
  const { phase = '', message = '' } = after.status;
  if (phase === '' || (before?.status.phase === phase && (before.status.message ?? '') === message)) return [];
  const spans = [span(`${phaseSign(phase)} ${phase}`, phaseTone(phase))];
  return [{ kind: 'phase', spans: message === '' ? spans : [...spans, span(`  ${message}`)] }];
}
