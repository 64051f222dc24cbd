import type { ControllerEnv } from '../../../src/api/controller.ts';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { RateLimitedQueue } from '../../../src/api/rate-limited-queue.ts';
import { Reference } from '../../../src/api/reference.ts';
import { parseTime } from '../../../src/api/times.ts';

/** When the tables of Kubernetes' controllers begin. */
const START_MS = parseTime('2024-05-02T12:00:00Z') ?? 0;

/** What one controller is given whose `sync` a row calls; nothing happens but by that. */
export interface ControllerWorld {
  readonly api: MemoryServer;
  readonly env: ControllerEnv;
  /** `TYPE REASON MESSAGE` of each event since it was emptied last. */
  readonly events: string[];
  /** Sets the clock to so many seconds after the beginning of the tables. */
  setSeconds(seconds: number): void;
}

export function controllerWorld(): ControllerWorld {
  let nowMs = START_MS;
  const clock = { nowMs: () => nowMs };
  const timers = { schedule: () => () => undefined };
  const api = new MemoryServer({ clock, freeze: true });
  const events: string[] = [];
  return {
    api,
    events,
    setSeconds: (seconds) => void (nowMs = START_MS + seconds * 1000),
    env: {
      reference: new Reference(),
      api,
      clock,
      timers,
      recorder: { event: (_object, type, reason, message) => void events.push(`${type} ${reason} ${message}`) },
      resyncPeriodMs: 900_000,
      retriesNotFound: false,
      newQueue: (name) => new RateLimitedQueue({ name, clock, timers, retryDelayMs: () => 0 }),
      note: () => undefined,
      missing: () => undefined,
    },
  };
}
