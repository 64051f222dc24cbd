import type { FindingRule } from '../finding.ts';

const LOAD = 'A real cluster shows this as CPU and API load; here the loop is cut.';

/** What the run noted of controllers that wake themselves without end. */
function notes(id: string): FindingRule['find'] {
  return ({ timeline }) =>
    timeline.findings.flatMap(({ id: noted, atMs, after, object }) =>
      noted === id && object !== undefined
        ? [{ atMs, lastSeq: after, object, inputs: { kind: object.kind, name: object.name } }]
        : [],
    );
}

const EXAMPLE = { kind: 'Rollout', name: 'shop' };

export const spinCancels: FindingRule = {
  id: 'finding.spin.cancels',
  title: 'A reconcile takes back its own writes and wakes itself again',
  statement: `Two parts of one reconcile want different things of the same object, such as an aborted rollout's canary Service: each write wakes the controller again. ${LOAD}`,
  template:
    'the controller of {kind} {name} works without pause: its own writes cancel each other out and wake it again',
  severity: 'waste',
  source: 'rollout/service.go reconcileStableAndCanaryService, rollout/trafficrouting.go reconcileTrafficRouting',
  upstream: 'argoproj/argo-rollouts#3078',
  example: {
    inputs: EXAMPLE,
    text: 'the controller of Rollout shop works without pause: its own writes cancel each other out and wake it again',
  },
  replaces: ['note.spin.cancels'],
  find: notes('note.spin.cancels'),
};

export const spinIdles: FindingRule = {
  id: 'finding.spin.idles',
  title: 'A reconcile with nothing to do asks for itself at once',
  statement: `In the last second before a deadline, or with a delay of zero, the controller puts its object into its own queue without having changed anything. ${LOAD}`,
  template:
    'the controller of {kind} {name} works without pause: it has nothing to do, and asks for itself again at once',
  severity: 'waste',
  source: 'rollout/sync.go requeueStuckRollout, rollout/replicaset.go scaleDownDelayHelper',
  example: {
    inputs: EXAMPLE,
    text: 'the controller of Rollout shop works without pause: it has nothing to do, and asks for itself again at once',
  },
  replaces: ['note.spin.idles'],
  find: notes('note.spin.idles'),
};

export const spinEndless: FindingRule = {
  id: 'finding.spin.endless',
  title: 'Reconciles undo each other without end',
  statement: `One reconcile writes what the next one takes back, as with a blue-green rollout whose post-promotion analysis is inconclusive. ${LOAD}`,
  template: 'the controller of {kind} {name} works without pause: each reconcile undoes what the one before wrote',
  severity: 'waste',
  source: 'rollout/sync.go checkPausedConditions, calculateRolloutConditions',
  example: {
    inputs: EXAMPLE,
    text: 'the controller of Rollout shop works without pause: each reconcile undoes what the one before wrote',
  },
  replaces: ['note.spin.endless'],
  find: notes('note.spin.endless'),
};
