import type { ObjectReader } from '../../api/reader.ts';
import type { RolloutPhase } from '../../api/rollouts/names.ts';
import { getRolloutPhase, type Phase } from '../../api/rollouts/phase.ts';
import { rolloutForView } from './get-rollout.ts';

/** What `kubectl argo rollouts status` says. */
export interface StatusLine {
  /** Without the end of the line. */
  readonly text: string;
  readonly phase: RolloutPhase;
  /** The error with which the command ends; absent: it ends well. */
  readonly error?: string;
}

function degraded({ phase, message }: Phase): { readonly error?: string } {
  return phase === 'Degraded' ? { error: `The rollout is in a degraded state with message: ${message}` } : {};
}

/**
 * The status at one instant, as with `--watch=false`; throws CommandError if there is no such rollout.
 * Source: pkg/kubectl-argo-rollouts/cmd/status/status.go NewCmdStatus.
 */
export function statusLine(
  reader: ObjectReader,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): StatusLine {
  const status = getRolloutPhase(rolloutForView(reader, namespace, name));
  const { phase, message } = status;
  const isFinal = phase === 'Healthy' || phase === 'Degraded';
  return { text: isFinal ? phase : `${phase} - ${message}`, phase, ...degraded(status) };
}

/** What a watch for the status prints, line by line, and how it ends. */
export interface WatchedStatus {
  readonly lines: readonly string[];
  readonly error?: string;
}

/**
 * The status watched from one instant on, given by what it is at each change: until the rollout is Healthy or Degraded, or, when the changes
 * end before, until the timeout. Source: pkg/kubectl-argo-rollouts/cmd/status/status.go WatchStatus.
 */
export function watchStatus(statuses: Iterable<Phase>): WatchedStatus {
  const lines: string[] = [];
  let last: Phase | undefined;
  for (const status of statuses) {
    last = status;
    const line = status.message === '' ? status.phase : `${status.phase} - ${status.message}`;
    if (line !== lines.at(-1)) lines.push(line);
    if (status.phase === 'Healthy' || status.phase === 'Degraded') return { lines, ...degraded(status) };
  }
  return { lines, ...(last === undefined ? {} : { error: 'Rollout status watch exceeded timeout' }) };
}
