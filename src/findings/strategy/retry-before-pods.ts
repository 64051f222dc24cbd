import { ANALYSIS_RUN } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { replicaSetsOf } from '../../timeline/facts/rollouts.ts';
import { isOfKind } from '../../timeline/state.ts';
import { type FindingRule, perRollout } from '../finding.ts';

export const retryBeforePods: FindingRule = {
  id: 'finding.analysis.beforePods',
  title: 'An analysis before promotion starts before a pod of the preview is ready',
  statement:
    'A retry of a blue-green update starts the analysis before promotion at once, because the run of the first try is still in the status: it measures a preview without pods.',
  template: '{run} started when {ready} of {wanted} pods of the preview were ready',
  severity: 'trap',
  source: 'rollout/analysis.go skipPrePromotionAnalysisRun, needsNewAnalysisRun',
  upstream: 'argoproj/argo-rollouts#2897',
  example: {
    inputs: { run: 'shop-5cd66ff7ff-2-pre.1', ready: 0, wanted: 2 },
    text: 'shop-5cd66ff7ff-2-pre.1 started when 0 of 2 pods of the preview were ready',
  },
  find: perRollout(({ object }, run) =>
    run.timeline.entries.flatMap((entry) => {
      if (entry.kind !== 'change' || entry.before !== undefined || !isOfKind(ANALYSIS_RUN, entry, entry.after))
        return [];
      const { metadata } = entry.after;
      if (metadata.labels?.['rollout-type'] !== 'PrePromotion' || controllerOf(entry.after)?.name !== object.name)
        return [];
      const hash = metadata.labels[POD_TEMPLATE_HASH_LABEL];
      const preview = replicaSetsOf(run.at(entry.atMs), object).find(
        (set) => set.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === hash,
      );
      const ready = preview?.status.readyReplicas ?? 0;
      const wanted = preview?.spec.replicas ?? 0;
      if (ready >= wanted && wanted > 0) return [];
      return [
        {
          atMs: entry.atMs,
          lastSeq: entry.seq,
          field: 'spec.strategy.blueGreen.prePromotionAnalysis',
          inputs: { run: metadata.name ?? '', ready, wanted },
          evidence: [entry.seq],
          fix: { text: 'give the metric an initialDelay that is longer than the start of a pod' },
        },
      ];
    }),
  ),
};
