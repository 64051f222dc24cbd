import type { AnalysisRunArgument } from '../../api/shape/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { type FindingRule, perRollout } from '../finding.ts';

export const analysisArgument: FindingRule = {
  id: 'finding.analysis.argument',
  title: 'An argument of an analysis is given twice, or is empty',
  statement:
    'Arguments are merged by name and the last one wins, an empty text among them: the query is asked with it as it is, and measures something else.',
  template: 'argument {argument} {what}',
  severity: 'trap',
  source: 'utils/analysis/factory.go BuildArgumentsForRolloutAnalysisRun, utils/analysis/helpers.go MergeArgs',
  example: {
    inputs: { argument: 'service', what: 'is given twice; the last value, "", wins over "shop"' },
    text: 'argument service is given twice; the last value, "", wins over "shop"',
  },
  absorbs: ['finding.analysis.noSeries', 'finding.analysis.errors', 'finding.traffic.errors'],
  find: perRollout(({ instants }) => {
    const last = instants.at(-1);
    if (last === undefined) return [];
    return analysesOfSpec(last.rollout).flatMap(({ path, args }) =>
      wrongArguments(args).map(({ index, argument, what }) => ({
        atMs: last.atMs,
        lastSeq: last.lastSeq,
        field: `${path}.args[${index}]`,
        inputs: { argument, what },
        fix: { text: `give ${argument} once, with a value` },
      })),
    );
  }),
};

interface SpecAnalysis {
  readonly path: string;
  readonly args: readonly AnalysisRunArgument[];
}

/** Every analysis that the strategy of a rollout has, with its path. */
function analysesOfSpec({ spec }: Rollout): readonly SpecAnalysis[] {
  const { canary, blueGreen } = spec.strategy;
  const found: SpecAnalysis[] = [];
  const add = (path: string, args: readonly AnalysisRunArgument[] | undefined): void => {
    if (args !== undefined) found.push({ path, args });
  };
  add('spec.strategy.canary.analysis', canary?.analysis?.args);
  add('spec.strategy.blueGreen.prePromotionAnalysis', blueGreen?.prePromotionAnalysis?.args);
  add('spec.strategy.blueGreen.postPromotionAnalysis', blueGreen?.postPromotionAnalysis?.args);
  for (const [index, step] of (canary?.steps ?? []).entries()) {
    add(`spec.strategy.canary.steps[${index}].analysis`, step.analysis?.args);
  }
  return found;
}

function wrongArguments(
  args: readonly AnalysisRunArgument[],
): readonly { readonly index: number; readonly argument: string; readonly what: string }[] {
  return args.flatMap(({ name, value = '', valueFrom }, index) => {
    const earlier = args.slice(0, index).find((one) => one.name === name);
    if (earlier !== undefined) {
      const what = `is given twice; the last value, "${value}", wins over "${earlier.value ?? ''}"`;
      return [{ index, argument: name, what }];
    }
    const isRepeated = args.slice(index + 1).some((one) => one.name === name);
    return value === '' && valueFrom === undefined && !isRepeated
      ? [{ index, argument: name, what: 'is empty: the query is asked with an empty text in its place' }]
      : [];
  });
}
