import { EXIT } from './exit-codes.ts';

/** The signals by which people and machines end a command, each with the exit status that shells count for it. */
const ENDINGS = [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
] as const;

/**
 * Turns signals into an abort from here on, so that a command can end in its own way: give the terminal back. The reason of the abort is the exit status.
 * While a world runs nobody listens, so that a signal ends the process at once, as it would any other.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, status] of ENDINGS) process.once(signal, () => controller.abort(status));
  return controller.signal;
}

/** The exit status of a command that a signal has ended. */
export function statusOf({ reason }: AbortSignal): number {
  return typeof reason === 'number' ? reason : EXIT.interrupted;
}

/** Does what must not end half-way, such as writing files: a signal that comes meanwhile ends the process behind it. */
export function uninterrupted<T>(work: () => T): T {
  const listeners = ENDINGS.map(([signal, status]) => ({ signal, end: () => process.exit(status) }));
  for (const { signal, end } of listeners) process.on(signal, end);
  try {
    return work();
  } finally {
    // Signals are delivered by the event loop: those of now come in its next turn.
    setImmediate(() => {
      for (const { signal, end } of listeners) process.off(signal, end);
    });
  }
}
