import { parseGoDuration } from '../../api/durations.ts';
import { ROLLOUT } from '../../api/resources.ts';
import { formatTime } from '../../api/times.ts';
import { type Command, rolloutsCommand, word } from '../command.ts';
import { DURATION } from '../flag-values.ts';
import { forEachName } from './each-name.ts';

const NANOS_PER_MS = 1_000_000n;

/** When a restart is due, in epoch milliseconds; what is less than a millisecond is cut off. Example: `1500us` from 7 is 8. */
function restartMs(nowMs: number, delay: string | undefined): number {
  const delayNanos = delay === undefined ? 0n : (parseGoDuration(delay) ?? 0n);
  const dueNanos = BigInt(nowMs) * NANOS_PER_MS + delayNanos;
  return Number((dueNanos - (((dueNanos % NANOS_PER_MS) + NANOS_PER_MS) % NANOS_PER_MS)) / NANOS_PER_MS);
}

/** Source: pkg/kubectl-argo-rollouts/cmd/restart/restart.go RestartRollout. */
export const restart: Command = {
  words: rolloutsCommand(word('restart')),
  about: 'Restart the pods of a rollout.',
  usage: 'NAME',
  least: 1,
  most: 1,
  flags: [{ name: 'in', short: 'i', about: 'Time until the restart: 30s, 5m, 1h.', value: DURATION }],
  completes: 'Rollout',
  read: (args) =>
    forEachName(args, 'Rollout', ({ api, namespace, nowMs, print }, name) => {
      const delay = args.value('in');
      api.patch(ROLLOUT, namespace, name, { spec: { restartAt: formatTime(restartMs(nowMs, delay)) } });
      print(`rollout '${name}' restarts in ${delay ?? '0s'}\n`);
    }),
};
