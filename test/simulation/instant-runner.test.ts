import { describe, expect, it } from 'vitest';
import type { Controller } from '../../src/api/controller.ts';
import { ApiError, ReconcileError } from '../../src/api/errors.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { ROLLOUT, SERVICE } from '../../src/api/resources.ts';
import type { WorkQueue } from '../../src/api/workqueue.ts';
import { EventScheduler } from '../../src/simulation/event-scheduler.ts';
import { Recorder } from '../../src/simulation/recorder.ts';
import { RECORDING_RULES } from '../../src/simulation/recording/world.ts';
import { InstantRunner } from '../../src/simulation/instant-runner.ts';
import { WorkQueues } from '../../src/simulation/work.ts';

/** A controller that does what the test says, and tells when. */
class Scripted implements Controller {
  readonly name: string;
  readonly resource = ROLLOUT;
  readonly queue: WorkQueue;
  readonly #sync: (key: string, queue: WorkQueue) => void;

  constructor(name: string, queue: WorkQueue, sync: (key: string, queue: WorkQueue) => void) {
    this.name = name;
    this.queue = queue;
    this.#sync = sync;
  }

  sync(key: string): void {
    this.#sync(key, this.queue);
  }
}

function bench() {
  const scheduler = new EventScheduler(0, RECORDING_RULES);
  const api = new MemoryServer({ clock: scheduler });
  const recorder = new Recorder(() => scheduler.atMs, true);
  const queues = new WorkQueues(scheduler, RECORDING_RULES.retryDelaysMs);
  const log: string[] = [];
  const controller = (name: string, sync: (key: string, queue: WorkQueue) => void): Scripted =>
    new Scripted(name, queues.create(name), (key, queue) => {
      log.push(`${scheduler.atMs / 1000} ${name} ${key}`);
      sync(key, queue);
    });
  const instantRunner = (first: readonly Controller[], then: readonly Controller[]): InstantRunner => {
    const runner = new InstantRunner({ api, scheduler, recorder, queues, spinDelayMs: 1000 });
    runner.controllers = { first, then };
    return runner;
  };
  /** Settles the first instants, as far as something is due. */
  const run = (settled: InstantRunner, instants: number): void => {
    settled.settle();
    for (let count = 1; count < instants; count += 1) {
      scheduler.advance(scheduler.nextInstantMs() ?? scheduler.nowMs());
      settled.settle();
    }
  };
  return { scheduler, api, recorder, log, controller, instantRunner, run };
}

const quiet = (): void => undefined;

describe('one instant', () => {
  it('goes through delayed work, pods and script, then lets the first controllers work before pods, pods before the others', () => {
    const { scheduler, log, controller, instantRunner, run } = bench();
    const late = controller('late', quiet);
    const first = controller('first', (key) => {
      if (key === 'a') scheduler.schedule('cluster', scheduler.nowMs(), () => void log.push('pod'));
    });
    scheduler.schedule('script', 1, () => void log.push('script'));
    scheduler.schedule('cluster', 1, () => void log.push('kubelet'));
    scheduler.schedule('delayed', 1, () => void log.push('delayed'));
    late.queue.add('x');
    first.queue.add('a');
    first.queue.add('b');
    run(instantRunner([first], [late]), 1);
    expect(log).toEqual(['delayed', 'kubelet', 'script', '0 first a', '0 first b', 'pod', '0 late x']);
  });

  it('tries a failed key again after 1, 2, 4, 8, 10, 10 seconds, and from the start after a success', () => {
    const { log, controller, instantRunner, run } = bench();
    let failures = 7;
    const failing = controller('c', (key, queue) => {
      if (failures-- > 0) throw new ReconcileError('no');
      if (failures === -1) queue.addAfter(key, 1000);
      if (failures === -2) throw new ApiError('Conflict', 'no');
    });
    failing.queue.add('k');
    run(instantRunner([], [failing]), 10);
    expect(log.map((line) => Number(line.split(' ')[0]))).toEqual([0, 1, 3, 7, 15, 25, 35, 45, 46, 47]);
  });

  it('lets a fault of ours go up', () => {
    const { controller, instantRunner, run } = bench();
    const broken = controller('c', () => {
      throw new TypeError('a fault');
    });
    broken.queue.add('k');
    expect(() => run(instantRunner([], [broken]), 1)).toThrow('a fault');
  });

  it('takes back what a reconcile woke whose writes cancel each other out', () => {
    const { api, recorder, log, controller, instantRunner, run } = bench();
    const service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' } }, status: { loadBalancer: {} } };
    api.create(SERVICE, service);
    const flip = (app: string): void => void api.patch(SERVICE, 'default', 'web', { spec: { selector: { app } } });
    const spinning = controller('c', (key, queue) => {
      flip('other');
      flip('web');
      queue.add(key);
    });
    spinning.queue.add('k');
    run(instantRunner([], [spinning]), 1);
    expect(log).toEqual(['0 c k']);
    expect(recorder.findings).toHaveLength(1);
  });

  it('delivers a key that wakes itself without a write at the next instant', () => {
    const { recorder, log, controller, instantRunner, run } = bench();
    const spinning = controller('c', (key, queue) => queue.add(key));
    spinning.queue.add('k');
    run(instantRunner([], [spinning]), 3);
    expect(log).toEqual(['0 c k', '1 c k', '2 c k']);
    expect(recorder.findings).toHaveLength(1);
  });

  it('does not hang when two controllers wake each other without end', () => {
    const { api, recorder, log, controller, instantRunner, run } = bench();
    api.create(SERVICE, { metadata: { name: 'web' }, spec: {}, status: { loadBalancer: {} } });
    const write = (): void => {
      api.patch(SERVICE, 'default', 'web', { spec: { selector: { app: `web-${log.length}` } } });
    };
    const ping: Scripted = controller('ping', () => {
      write();
      pong.queue.add('k');
    });
    const pong: Scripted = controller('pong', () => {
      write();
      ping.queue.add('k');
    });
    ping.queue.add('k');
    run(instantRunner([], [ping, pong]), 2);
    expect(new Set(log)).toEqual(new Set(['0 ping k', '0 pong k', '1 ping k', '1 pong k']));
    expect(recorder.findings.length).toBeGreaterThan(0);
  });

  it('does not hang when reconciles undo each other without end', () => {
    const { api, recorder, log, controller, instantRunner, run } = bench();
    const service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' } }, status: { loadBalancer: {} } };
    api.create(SERVICE, service);
    const spinning = controller('c', (key, queue) => {
      const app = `web-${log.length % 2}`;
      api.patch(SERVICE, 'default', 'web', { spec: { selector: { app } } });
      queue.add(key);
    });
    spinning.queue.add('k');
    run(instantRunner([], [spinning]), 2);
    expect(new Set(log)).toEqual(new Set(['0 c k', '1 c k']));
    expect(recorder.findings).toHaveLength(1);
  });
});
