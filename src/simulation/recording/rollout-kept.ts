import type { ObjectReader } from '../../api/reader.ts';
import { CommandError } from '../../plugin/command.ts';
import { getRolloutView } from '../../plugin/views/get-rollout.ts';
import { listRolloutsView } from '../../plugin/views/list-rollouts.ts';
import { recordedForm } from './forms.ts';
import type { Kept } from './kept.ts';

const NAMESPACE = 'default';

/** The groups around Argo Rollouts: events of its controllers, errors of actions, the plugin's views. */
export const ROLLOUT_KEPT: Kept = {
  eventKinds: new Set(['Rollout', 'AnalysisRun', 'Experiment']),
  answer: ({ error }) => (error === undefined ? undefined : `error: ${error}`),
  form: recordedForm,
  views: viewsOf,
};

/** The views that are recorded of a rollout. */
interface Views {
  readonly view: string;
  readonly list: string;
}

/** What the plugin shows of a rollout now; of one that is not there, the error. */
function viewsOf(reader: ObjectReader, name: string, nowMs: number): Views {
  return {
    view: textOrError(() => getRolloutView(reader, { namespace: NAMESPACE, name, nowMs })),
    list: listRolloutsView(reader, { namespace: NAMESPACE, nowMs, name }),
  };
}

function textOrError(view: () => string): string {
  try {
    return view();
  } catch (error) {
    if (error instanceof CommandError) return `error: ${error.message}`;
    throw error;
  }
}
