import { analysisRun, analysisTemplate } from '../../src/api/shape/analysis.ts';
import { experiment } from '../../src/api/shape/experiment.ts';
import { rollout } from '../../src/api/shape/rollout.ts';
import type { Shape } from '../../src/api/shape/shape.ts';

export interface FieldKind {
  readonly name: string;
  readonly about: string;
  readonly shape: Shape<unknown>;
}

/** The kinds of Argo Rollouts, each with its whole definition. */
export const FIELD_KINDS: readonly FieldKind[] = [
  { name: 'Rollout', about: '', shape: rollout },
  { name: 'AnalysisTemplate', about: 'A ClusterAnalysisTemplate has the same fields.', shape: analysisTemplate },
  { name: 'AnalysisRun', about: '', shape: analysisRun },
  { name: 'Experiment', about: '', shape: experiment },
];
