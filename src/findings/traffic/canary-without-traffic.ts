import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';
import { isRouted } from './services-without-router.ts';

export const canaryWithoutTraffic: FindingRule = {
  id: 'finding.canary.noTraffic',
  title: 'The canary gets no traffic before the end',
  statement:
    'setCanaryScale changes the number of pods, and setWeight the share of requests. Without a setWeight above 0 the router sends nothing to the canary until it is promoted: then all of the traffic moves at once, to a version that nobody has used.',
  template: 'the canary of {name} gets no request in any of its {steps} steps; then all traffic moves to it at once',
  severity: 'trap',
  source: 'utils/replicaset/canary.go GetCurrentSetWeight, rollout/trafficrouting.go reconcileTrafficRouting',
  upstream: 'argoproj/argo-rollouts#1294',
  example: {
    inputs: { name: 'shop', steps: 4 },
    text: 'the canary of shop gets no request in any of its 4 steps; then all traffic moves to it at once',
  },
  find: perRollout(({ writes }) => {
    const found = writes.find(({ before, after }) => {
      const { canary } = after.spec.strategy;
      if (canary === undefined || !isRouted(canary) || before === undefined || !isFullyPromoted(after)) return false;
      const steps = canary.steps ?? [];
      // A header route or a mirror shows the canary to some, an experiment to others.
      const isShown = steps.some(
        (step) =>
          (step.setWeight ?? 0) > 0 ||
          step.setHeaderRoute !== undefined ||
          step.setMirrorRoute !== undefined ||
          step.experiment !== undefined,
      );
      const isSeen = steps.some(
        ({ pause, analysis, setCanaryScale }) => (pause ?? analysis ?? setCanaryScale) !== undefined,
      );
      return isSeen && !isShown && !isFullyPromoted(before) && before.status.abort !== true;
    });
    const { canary } = found?.after.spec.strategy ?? {};
    if (found === undefined || canary === undefined) return [];
    return [
      {
        atMs: found.atMs,
        lastSeq: found.seq,
        field: 'spec.strategy.canary.steps',
        inputs: { name: nameOf(found.after), steps: canary.steps?.length ?? 0 },
        evidence: [found.seq],
        fix: { text: 'add a setWeight step, such as setWeight: 10, before the first pause or analysis' },
      },
    ];
  }),
};
