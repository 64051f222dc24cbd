import type { ObjectReader } from '../../api/reader.ts';
import { CommandError } from '../../plugin/command.ts';
import { getRolloutView } from '../../plugin/views/get-rollout.ts';
import { listRolloutsView } from '../../plugin/views/list-rollouts.ts';

const NAMESPACE = 'default';

/** The views that are recorded of a rollout. */
export interface Views {
  readonly view: string;
  readonly list: string;
}

/** What the plugin shows of a rollout now; of one that is not there, the error. */
export function viewsOf(reader: ObjectReader, name: string, nowMs: number): Views {
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
