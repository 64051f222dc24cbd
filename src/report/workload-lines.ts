import type { ObjectReader } from '../api/reader.ts';
import { stepText } from '../api/rollouts/step-kinds.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import { canarySteps, findRollout, newerName, type Role, weightText } from '../timeline/facts/rollouts.ts';
import { type ServiceSwitch, serviceSwitches } from '../timeline/facts/services.ts';
import { weightsOf } from '../timeline/facts/weights.ts';
import { type VersionState, workloadAt, type WorkloadName, type WorkloadState } from '../timeline/facts/workloads.ts';
import { type LineKind, type Span, span } from './moment.ts';
import { phaseSign, phaseTone } from './phases.ts';

/** A workload before and after one instant. */
export interface WorkloadStep {
  readonly before: WorkloadState | undefined;
  readonly after: WorkloadState | undefined;
  /** What only a Rollout has. */
  readonly rollout: RolloutStep | undefined;
}

interface RolloutStep {
  readonly before: Rollout | undefined;
  readonly after: Rollout;
  /** Services that were given another version. */
  readonly switches: readonly ServiceSwitch[];
}

/** A line without what surrounds it. */
export interface Fact {
  readonly kind: LineKind;
  readonly spans: readonly Span[];
}

export function workloadStep(before: ObjectReader, after: ObjectReader, name: WorkloadName): WorkloadStep {
  const rollout = name.kind === 'Rollout' ? findRollout(after, name) : undefined;
  return {
    before: workloadAt(before, name),
    after: workloadAt(after, name),
    rollout: rollout && {
      before: findRollout(before, name),
      after: rollout,
      switches: serviceSwitches(rollout, name.namespace, before, after),
    },
  };
}

/** What happened to the workload at the instant, in the order in which a reader wants it. */
export function workloadFacts(step: WorkloadStep): readonly Fact[] {
  const { before, after, rollout } = step;
  if (after === undefined) {
    return before === undefined ? [] : [{ kind: 'delete', spans: [span(`the ${kindText(before)} is gone`)] }];
  }
  return [
    ...desiredFacts(before, after),
    ...revisionFacts(before, after),
    ...podFacts(step),
    ...(rollout === undefined ? [] : stepFacts(rollout.before, rollout.after)),
    ...(rollout === undefined ? [] : weightFacts(rollout.before, rollout.after)),
    ...(rollout === undefined ? [] : serviceFacts(step, rollout)),
    ...scaleFacts(step),
    ...stableFacts(before, after),
    ...phaseFacts(before, after),
  ];
}

/** `rollout`, `analysis run`. */
function kindText({ kind }: WorkloadName): string {
  return kind.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function desiredFacts(before: WorkloadState | undefined, after: WorkloadState): readonly Fact[] {
  return before === undefined || before.desired === after.desired
    ? []
    : [{ kind: 'replicas', spans: [span(`${before.desired}→${after.desired} wanted`)] }];
}

function revisionFacts(before: WorkloadState | undefined, after: WorkloadState): readonly Fact[] {
  const { revision, newestHash, images, name } = after;
  if (revision === undefined || revision === before?.revision) return [];
  const set = newestHash === undefined ? '' : `  ReplicaSet ${name}-${newestHash}`;
  return [{ kind: 'revision', spans: [span(revision, 'strong'), span(`  ${images.join(', ')}`), span(set, 'quiet')] }];
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
function serviceFacts({ before, after }: WorkloadStep, { switches }: RolloutStep): readonly Fact[] {
  const versions = [...(after?.versions ?? []), ...(before?.versions ?? [])];
  const versionOf = (hash: string): VersionState | undefined => versions.find((version) => version.hash === hash);
  return switches.map(({ role, name, from, to }) => {
    const [old, fresh] = [versionOf(from), versionOf(to)];
    const images = fresh?.images.join(', ') ?? '';
    return {
      kind: 'service',
      spans: [
        span(`${role} Service `),
        span(name, 'strong'),
        span(`: revision ${old?.revision ?? from} → ${fresh?.revision ?? to}`),
        span(images === '' ? '' : `  ${images}`, 'quiet'),
      ],
    };
  });
}

/** A version before and after the instant, with the role under which a reader knows it. */
interface VersionStep {
  readonly role: Role;
  readonly before: VersionState | undefined;
  readonly after: VersionState;
}

const ROLE_ORDER: readonly Role[] = ['stable', 'canary', 'older'];

/**
 * Each version that exists after the instant: stable first, then canary, then older ones by name. While another version takes its place, the old
 * stable one keeps its role.
 */
function versionSteps({ before, after }: WorkloadStep): readonly VersionStep[] {
  const handedOver = before !== undefined && before.stableHash !== after?.stableHash;
  const steps = (after?.versions ?? []).map((version): VersionStep => {
    const earlier = before?.versions.find(({ replicaSet }) => replicaSet === version.replicaSet);
    return { role: handedOver && earlier !== undefined ? earlier.role : version.role, before: earlier, after: version };
  });
  return ROLE_ORDER.flatMap((role) => steps.filter((step) => step.role === role));
}

/** Only a Rollout's pods have roles that people speak of; elsewhere a version is named by its revision or its template. */
function versionLabel({ role, after: version }: VersionStep, { after, rollout }: WorkloadStep): string {
  if (version.template !== undefined) return version.template;
  if (role === 'older' || after?.kind !== 'Rollout') return `revision ${version.revision ?? '?'}`;
  return role === 'canary' ? newerName(rollout?.after) : role;
}

function scaleFacts(step: WorkloadStep): readonly Fact[] {
  const spans: Span[] = [];
  for (const version of versionSteps(step)) {
    const [from, to] = [version.before?.pods.desired ?? 0, version.after.pods.desired];
    if (from === to) continue;
    if (spans.length > 0) spans.push(span('  '));
    spans.push(span(`${versionLabel(version, step)} ${from}→${to}`, version.role));
  }
  return spans.length === 0 ? [] : [{ kind: 'scale', spans }];
}

function readyText({ pods: { current, ready, available } }: VersionState): string {
  const text = `${ready} of ${current} ready`;
  return available === ready ? text : `${text}, ${available} available`;
}

function podFacts(step: WorkloadStep): readonly Fact[] {
  const spans: Span[] = [];
  for (const version of versionSteps(step)) {
    const { before, after } = version;
    const ready = after.pods.ready - (before?.pods.ready ?? 0);
    const available = after.pods.available - (before?.pods.available ?? 0);
    const isScaledDown = after.pods.desired < (before?.pods.desired ?? 0);
    const isWorse = (ready < 0 || available < 0) && !isScaledDown;
    if (ready <= 0 && available <= 0 && !isWorse) continue;
    if (spans.length > 0) spans.push(span('  '));
    spans.push(span(versionLabel(version, step), version.role));
    spans.push(span(` ${readyText(after)}`, isWorse ? 'bad' : undefined));
  }
  return spans.length === 0 ? [] : [{ kind: 'pods', spans }];
}

function stableFacts(before: WorkloadState | undefined, after: WorkloadState): readonly Fact[] {
  const { stableHash, versions } = after;
  if (before?.stableHash === undefined || stableHash === undefined || before.stableHash === stableHash) return [];
  const version = versions.find(({ role }) => role === 'stable');
  const text = version === undefined ? stableHash : `revision ${version.revision ?? '?'}, ${version.images.join(', ')}`;
  return [{ kind: 'stable', spans: [span('is now '), span(text, 'stable')] }];
}

function phaseFacts(before: WorkloadState | undefined, { phase, message }: WorkloadState): readonly Fact[] {
  if (phase === '' || (before?.phase === phase && before.message === message)) return [];
  const spans = [span(`${phaseSign(phase)} ${phase}`, phaseTone(phase))];
  return [{ kind: 'phase', spans: message === '' ? spans : [...spans, span(`  ${message}`)] }];
}
