import { filled } from './scalars.ts';

const subject = (what: string, others: string) =>
  filled().optional().describe(`The ${what} that the condition speaks of (NAME or NAMESPACE/NAME); ${others}.`);

/** Keys beside a condition that say what its names speak of. */
export const conditionSubjects = {
  rollout: subject('rollout', 'needed if there are several'),
  deployment: subject('deployment', 'needed if there are several'),
  experiment: subject('experiment', 'the newest unless given'),
  analysis: subject('AnalysisRun', 'the newest unless given'),
};
