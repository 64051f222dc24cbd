import { valueAt } from '../api/field-path.ts';
import type { Write } from '../api/reason.ts';
import { manifestApplied, repositoryCreated } from './rules.ts';
import { GIT_REPOSITORY } from '../api/argocd/resources.ts';
import type { ControllerEnv } from '../api/controller.ts';
import { ApiError } from '../api/errors.ts';
import type { JsonObject } from '../api/json.ts';
import { formatDurationMs } from '../api/durations.ts';
import { isOf } from '../api/admission.ts';
import { MemoryServer } from '../api/memory-server.ts';
import { Reference } from '../api/reference.ts';
import { type KubeObject, POD, type Resource } from '../api/resources.ts';
import { Cluster } from '../cluster/cluster.ts';
import type { CrashLoop } from '../cluster/kubelet.ts';
import { Jobs } from '../cluster/jobs.ts';
import { newRepository } from '../controllers/argocd/git/commit.ts';
import { streams } from '../kernel/streams.ts';
import { type ScriptedAnswers, ScriptedSource } from '../metrics/scripted-source.ts';
import type { MetricSource } from '../metrics/source.ts';
import { canonicalWorld } from '../world/hash.ts';
import { LimitError, LIMITS } from '../world/limits.ts';
import type { ScriptedAction } from '../world/script.ts';
import type { World } from '../world/world.ts';
import { prepareAction } from './actions.ts';
import { admissionOf } from './admission.ts';
import { EventScheduler } from './event-scheduler.ts';
import { Applier } from './apply.ts';
import { ControllerProcesses } from './controller-processes.ts';
import { argoRolloutsControllers, otherControllers, workloadControllers } from './controllers.ts';
import type { PodQuota } from './pod-quota.ts';
import { Recorder } from './recorder.ts';
import { RouteWatch } from './route-watch.ts';
import { Script } from './script.ts';
import { InstantRunner } from './instant-runner.ts';
import { WorldTraffic } from './traffic.ts';
import { WorkQueues } from './work.ts';

export interface SimulationOptions {
  /** Freezes every object of the API server: for tests. */
  readonly freeze?: boolean;
  /** Scrapes the cluster and the controllers even if there is no traffic. */
  readonly observe?: boolean;
  /** False: nobody reads why something changed, and no reason is built. */
  readonly reasons?: boolean;
}

/** A world at work: an API server, a cluster, controllers and a script on one clock, moved from instant to instant. */
export class Simulation {
  readonly world: World;
  readonly api: MemoryServer;
  readonly scheduler: EventScheduler;
  readonly recorder: Recorder;
  /** Absent where nobody sends requests and nothing is scraped. */
  readonly traffic: WorldTraffic | undefined;
  readonly #instantRunner: InstantRunner;
  readonly #processes: ControllerProcesses;
  readonly #script: Script;
  readonly #routes: RouteWatch;
  readonly #cluster: Cluster;
  readonly #applier: Applier;
  readonly #quota: PodQuota;
  readonly #metrics: ScriptedAnswers;

  /** Stands at the first instant, at which nothing has happened yet. */
  constructor(given: World, options: SimulationOptions = {}) {
    const world = canonicalWorld(given);
    const { rules } = world;
    const reference = new Reference(world.reference);
    const scheduler = new EventScheduler(world.epochMs, rules);
    const quota: PodQuota = { pods: world.podQuota };
    const api: MemoryServer = new MemoryServer({
      clock: scheduler,
      freeze: options.freeze ?? false,
      ...(world.cluster.termination === true ? { graceSeconds: podGraceSeconds } : {}),
      ...admissionOf(rules, quota, {
        api: () => api,
        reference: knowsAllFields(world) ? undefined : () => this.#processes.reference,
      }),
    });
    const recorder = new Recorder(() => scheduler.atMs, options.reasons ?? true);
    recorder.attach(api);
    this.#routes = new RouteWatch(api, recorder);
    const note = (text: string): void => recorder.finding({ id: 'note', text });
    const queues = new WorkQueues(scheduler, rules.retryDelaysMs);
    const env: ControllerEnv = {
      api,
      clock: scheduler,
      timers: scheduler.timers('delayed'),
      recorder,
      reference,
      resyncPeriodMs: rules.resyncPeriodMs,
      retriesNotFound: rules.retriesNotFound,
      newQueue: queues.create,
      note,
      missing: (object, text) => recorder.addMissing(object, text),
    };
    const metrics = new ScriptedSource(world.metrics ?? {}, world.epochMs);
    const hasSeries = world.traffic !== undefined || world.series !== undefined;
    const isWatched = hasSeries || options.observe === true;
    const lostNodes = (): ReadonlySet<string> => this.#cluster.lostNodes;
    const lastMs = (): number => recorder.lastMs;
    this.traffic = isWatched
      ? new WorldTraffic(world, { scheduler, api, lostNodes, lastMs, isObserved: options.observe === true, note })
      : undefined;
    const source = answersOf(metrics, hasSeries ? this.traffic : undefined);
    this.#cluster = new Cluster(
      { api, clock: scheduler, timers: scheduler.timers('cluster'), recorder, random: streams(world.seed) },
      world.cluster,
    );
    new Jobs({ api, clock: scheduler, timers: scheduler.timers('cluster') }, world.jobs ?? {});
    this.#instantRunner = new InstantRunner({
      api,
      scheduler,
      recorder,
      queues,
      spinDelayMs: rules.spinDelayMs,
    });
    this.#processes = new ControllerProcesses(env, queues, this.#instantRunner, {
      workloads: (from) => workloadControllers(from, world),
      argoRollouts: (from) => argoRolloutsControllers(from, world, source),
      others: (from) => otherControllers(from, world, source),
    });
    this.#applier = new Applier(api);
    this.#quota = quota;
    this.#metrics = metrics;
    this.#script = new Script(scheduler, api, world.script, {
      act: (scripted, index) => this.#act(scripted, index),
      note,
    });
    this.world = world;
    this.scheduler = scheduler;
    this.api = api;
    this.recorder = recorder;
    if (rules.resync) this.#resyncLater(scheduler.nowMs() + rules.resyncPeriodMs);
    this.#awaitUtilisation();
    this.#limitPods();
  }

  /** Ends the run with an error when it comes to have more pods than are simulated: each is started, scheduled and watched by itself. */
  #limitPods(): void {
    const most = LIMITS.clusterPods.value;
    let count = 0;
    this.api.onChange(({ resource, before, after }) => {
      if (resource !== POD) return;
      if (before === undefined) count += 1;
      else if (after === undefined) count -= 1;
      if (count <= most) return;
      throw new LimitError(`the rehearsal comes to more than ${most} pods at ${formatDurationMs(this.scheduler.atMs)}`);
    });
  }

  /** Containers that crash without end. */
  crashLoops(): readonly CrashLoop[] {
    return this.#cluster.crashLoops();
  }

  /** When the conditions of the script first came true, by the place of their entry. */
  get cameTrueMs(): ReadonlyMap<number, number> {
    return this.#script.cameTrueMs;
  }

  /** Whether a controller works without pause: what it does later needs no timer. */
  get isSpinning(): boolean {
    return this.scheduler.atMs - this.#instantRunner.spunMs <= 2 * this.world.rules.spinDelayMs;
  }

  get reconciles(): number {
    return this.#instantRunner.reconciles;
  }

  /** The first instant: the manifests are applied in order before anything else. */
  start(): void {
    for (const [index, { name, url, ...first }] of (this.world.git ?? []).entries()) {
      const because = (write: Write) => repositoryCreated.because({ name: write.setting(`git[${index}].name`, name) });
      this.api.create(GIT_REPOSITORY, newRepository(name, url, this.scheduler.nowMs(), first), { because: [because] });
    }
    for (const [index, manifest] of this.world.manifests.entries()) {
      const path = 'metadata.name';
      const because = (write: Write) =>
        manifestApplied.because({ name: write.setting(`manifests[${index}].${path}`, valueAt(manifest, path)) });
      this.recorder.by('person', () => this.#create(manifest), [because]);
    }
    this.settle();
  }

  /** Lets everything happen that is due at this instant. */
  settle(): void {
    do this.#instantRunner.settle();
    while (this.#script.look());
    this.#routes.endOfInstant();
    this.scheduler.runDue('traffic');
    this.traffic?.endOfInstant();
  }

  /** Moves on to the next instant at which something is due, and settles it; false if there is none until `lastMs` (epoch milliseconds). */
  step(lastMs: number): boolean {
    const nextMs = this.scheduler.nextInstantMs();
    if (nextMs === undefined || nextMs > lastMs) return false;
    this.scheduler.advance(nextMs);
    this.settle();
    return true;
  }

  #create(manifest: JsonObject): void {
    try {
      this.#applier.apply(manifest);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const namespace = this.#applier.namespaceOf(manifest);
      this.recorder.action({ action: { do: 'apply', manifest }, namespace, error: error.message });
    }
  }

  #act({ action, automatic }: ScriptedAction, scriptIndex: number): void {
    const { api, scheduler, recorder } = this;
    const env = {
      reference: this.#processes.reference,
      api,
      clock: scheduler,
      cluster: this.#cluster,
      applier: this.#applier,
      quota: this.#quota,
      metrics: this.#metrics,
      controllers: this.#processes,
    };
    const { performed, carryOut } = prepareAction(env, action);
    recorder.carryOut({ ...performed, scriptIndex, ...(automatic === true ? { automatic } : {}) }, carryOut);
  }

  /** A run is not settled before the last change of what pods use: autoscalers act by it. */
  #awaitUtilisation(): void {
    const startMs = this.scheduler.nowMs();
    for (const { fromMs } of Object.values(this.world.utilisation ?? {}).flat()) {
      this.scheduler.schedule('script', startMs + fromMs, () => undefined);
    }
  }

  /** Informers hand out every object again at the end of each resync period. */
  #resyncLater(dueMs: number): void {
    const resync = (): void => {
      this.api.resync();
      this.#resyncLater(dueMs + this.world.rules.resyncPeriodMs);
    };
    this.scheduler.schedule('delayed', dueMs, resync, true);
  }
}

/** Whether every version that runs knows every field that can be stored. */
function knowsAllFields({ reference, script }: World): boolean {
  const versions = [
    reference,
    ...script.flatMap(({ action }) => (action.do === 'controller' ? [action.version ?? reference] : [])),
  ];
  return versions.every((version) => new Reference(version).types.isNewest);
}

/** What the script says a metric answers goes before what is measured. */
function answersOf(scripted: MetricSource, traffic: WorldTraffic | undefined): MetricSource {
  if (traffic === undefined) return scripted;
  return { answer: (query, nowMs) => scripted.answer(query, nowMs) ?? traffic.source.answer(query, nowMs) };
}

/** Pods whose containers run have a grace period; others are deleted at once. Source: pkg/registry/core/pod/strategy.go CheckGracefulDelete. */
function podGraceSeconds(resource: Resource<KubeObject>, object: KubeObject): number {
  if (!isOf(object, resource, POD)) return 0;
  const state = object.status.containerStatuses?.[0]?.state?.running;
  if (state === undefined || state === null) return 0;
  return object.spec.terminationGracePeriodSeconds ?? 30;
}
