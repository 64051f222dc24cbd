import type { Clock, Timers } from '../api/clock.ts';
import { objectKey } from '../api/object-key.ts';
import type { Because } from '../api/reason.ts';
import { POD } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { Pod } from '../api/shape/core.ts';
import type { RandomStreams } from '../kernel/streams.ts';
import type { ClusterSpec, PodBehaviour } from '../world/cluster.ts';
import { chosenCount, type PodChoice } from './pod-choice.ts';
import { podStatus, type PodReport } from './pod-status.ts';
import {
  containerRestarted,
  containerRuns,
  containerWaits,
  podCrashed,
  podEnded,
  podOnLostNode,
  podReady,
  podStarted,
  podUnready,
  READY,
} from './rules.ts';
import { readyAfterMs } from './startup.ts';

/** What a kubelet is given. Its timers run before anything else of an instant but delayed work of controllers. */
export interface KubeletEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomStreams;
}

/** A pod on a node, and what will become of it. */
interface TrackedPod {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly ordinal: number;
  report: PodReport;
  /** Whether it was ready once: changes of its image's behaviour concern it no more. */
  everReady: boolean;
  /** Held unready by the script until it lets go. */
  held: boolean;
  crashes: number;
  /** Ends again each time it is started. */
  looping: boolean;
  /** Its node is cut off: nothing happens to it, and nothing is heard of it. */
  lost: boolean;
  /** It is being deleted: nothing else happens to it. */
  terminating: boolean;
  /** What comes next. */
  cancel: (() => void) | undefined;
}

/** A container that crashes again and again. */
export interface CrashLoop {
  /** Namespace and name. */
  readonly pod: string;
  readonly restarts: number;
  /** In its back-off: it runs for a small part of each round. */
  readonly isWaiting: boolean;
  /** Whether it turns ready in each round before it crashes. */
  readonly turnsReady: boolean;
}

const CREATING = 'ContainerCreating';
/** The kubelet's waits before a container is started again: at once, then doubling. Source: pkg/kubelet/kubelet.go backOffPeriod, MaxContainerBackOff. */
const BACK_OFF_MS = [0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000];

/** How long containers take to end after SIGTERM unless the scenario says otherwise. */
const TERMINATES_MS = 2000;

/** How long the preStop hook of the first container runs: `sleep: {seconds: 5}`, or a command that sleeps. */
function preStopMs(pod: Pod): number {
  const hook = pod.spec.containers?.[0]?.lifecycle?.preStop;
  const command = (hook?.exec?.command ?? []).join(' ');
  const slept = /(?:^|\s|\/)sleep\s+(\d+)/.exec(command)?.[1] ?? '0';
  return 1000 * (hook?.sleep?.seconds ?? Number(slept));
}

/** How long a container that crashes each time runs before it does. */
const LOOP_RUN_MS = 1000;

const STARTED_AT = 'status.containerStatuses[0].state.running.startedAt';
const LAST_EXIT = 'status.containerStatuses[0].lastState.terminated';

const PROBE_FAILS = podUnready.because((write) => ({
  was: write.before(READY),
  startedAt: write.after(STARTED_AT),
}));
const CONTAINERS_ENDED = podEnded.because((write) => ({
  graceSeconds: write.before('metadata.deletionGracePeriodSeconds'),
}));
const NODE_LOST = podOnLostNode.because((write) => ({
  node: write.before('spec.nodeName'),
  was: write.before(READY),
}));
const RESTARTED = containerRestarted.because((write) => ({
  restarts: write.before('status.containerStatuses[0].restartCount'),
}));

/** Brings the containers of scheduled pods from ContainerCreating to Running and Ready, and reports it in their status. */
export class Kubelet {
  readonly #env: KubeletEnv;
  readonly #pods = new Map<string, TrackedPod>();
  readonly #ordinals = new Map<string, number>();
  readonly #behaviours: Map<string, PodBehaviour>;
  readonly #default: PodBehaviour;
  #lostNodes: ReadonlySet<string> = new Set();

  constructor(env: KubeletEnv, spec: ClusterSpec) {
    this.#env = env;
    this.#default = spec.default;
    this.#behaviours = new Map(Object.entries(spec.images));
  }

  /** Counts a new pod: its ordinal among all pods ever made of its image. */
  count(pod: Pod): number {
    const image = imageOf(pod);
    const ordinal = this.#ordinals.get(image) ?? 0;
    this.#ordinals.set(image, ordinal + 1);
    return ordinal;
  }

  /** Starts a pod that has a node. */
  start(pod: Pod, ordinal: number): void {
    const nowMs = this.#env.clock.nowMs();
    const { name = '', namespace = '' } = pod.metadata;
    const tracked: TrackedPod = {
      namespace,
      name,
      image: imageOf(pod),
      ordinal,
      report: {
        scheduledMs: nowMs,
        container: { is: 'waiting', reason: CREATING },
        ready: false,
        readyChangedMs: nowMs,
        restarts: 0,
      },
      everReady: false,
      held: false,
      crashes: 0,
      looping: false,
      lost: this.#lostNodes.has(pod.spec.nodeName ?? ''),
      terminating: false,
      cancel: undefined,
    };
    this.#pods.set(objectKey(pod), tracked);
    if (tracked.lost) return;
    this.#plan(tracked);
    this.#write(tracked, this.#started(tracked));
  }

  forget(pod: Pod): void {
    const key = objectKey(pod);
    this.#pods.get(key)?.cancel?.();
    this.#pods.delete(key);
  }

  /**
   * Ends a pod that was marked for deletion: its preStop hook runs, then its containers get SIGTERM and a while to end, all within the grace period.
   * Example: sleep 5 before, 2 s after it, grace period 30 s: gone after 7 s. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer.
   */
  terminate(pod: Pod): void {
    const tracked = this.#pods.get(objectKey(pod));
    if (tracked === undefined || tracked.terminating) return;
    tracked.terminating = true;
    if (tracked.lost) return;
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    const endsMs = preStopMs(pod) + (this.#behaviourOf(tracked).terminatesMs ?? TERMINATES_MS);
    this.#next(tracked, this.#env.clock.nowMs() + Math.min(endsMs, graceMs), () => {
      this.#env.api.delete(POD, tracked.namespace, tracked.name, { force: true, because: [CONTAINERS_ENDED] });
    });
  }

  /** A new behaviour for an image: pods that were never ready are planned anew, at once if their time is past. */
  setBehaviour(image: string, behaviour: PodBehaviour): void {
    this.#behaviours.set(image, behaviour);
    for (const tracked of this.#pods.values()) {
      if (tracked.image !== image || tracked.everReady || tracked.held || tracked.lost || tracked.terminating) continue;
      if (tracked.report.container.is === 'waiting') this.#wait(tracked, CREATING);
      this.#plan(tracked);
      this.#write(tracked, [this.#waits(tracked)]);
    }
  }

  /** Turns ready pods of an image unready, until they are let go. */
  hold(chosen: PodChoice): void {
    for (const tracked of this.#choose(chosen, ({ report }) => report.ready)) {
      tracked.held = true;
      // The action is the reason.
      this.#setReady(tracked, false, []);
      this.#next(tracked, undefined);
    }
  }

  /** Lets pods that are held unready be ready again. */
  letGo(chosen: PodChoice): void {
    for (const tracked of this.#choose(chosen, ({ held }) => held)) {
      tracked.held = false;
      this.#becomeReady(tracked);
    }
  }

  /** Ends the containers of running pods; `again`: and each time they are started, until they are healed. */
  crash(chosen: PodChoice, again: boolean): void {
    for (const tracked of this.#choose(chosen, ({ report }) => report.container.is === 'running')) {
      tracked.looping = again;
      tracked.held = false;
      this.#crash(tracked, 1);
    }
  }

  /** Lets pods that crash again and again be well from their next start on. */
  heal(chosen: PodChoice): void {
    for (const tracked of this.#choose(chosen, ({ looping }) => looping)) tracked.looping = false;
  }

  /** The nodes that are cut off: another set whenever they change. */
  get lostNodes(): ReadonlySet<string> {
    return this.#lostNodes;
  }

  /** The pods of a node stand still from now on, and so does all that comes there; they still count as they were. */
  lose(node: string): void {
    this.#lostNodes = new Set([...this.#lostNodes, node]);
    for (const tracked of this.#onNode(node)) {
      tracked.lost = true;
      this.#next(tracked, undefined);
    }
  }

  /** What the control plane says of the pods of a node that it has not heard of. Source: pkg/controller/util/node/controller_utils.go MarkPodsNotReady. */
  markNotReady(node: string): void {
    for (const tracked of this.#onNode(node)) if (tracked.report.ready) this.#setReady(tracked, false, [NODE_LOST]);
  }

  /** The node is heard of again. */
  find(node: string): void {
    this.#lostNodes = new Set([...this.#lostNodes].filter((other) => other !== node));
    for (const tracked of this.#onNode(node)) {
      tracked.lost = false;
      if (tracked.terminating) {
        tracked.terminating = false;
        const pod = this.#env.api.find(POD, tracked.namespace, tracked.name);
        if (pod !== undefined) this.terminate(pod);
        continue;
      }
      if (tracked.held) continue;
      if (tracked.everReady) this.#becomeReady(tracked);
      else {
        this.#plan(tracked);
        this.#write(tracked, this.#started(tracked));
      }
    }
  }

  /** Containers that crash without end, and have reached the longest back-off: from then on each round is like the one before. */
  crashLoops(): readonly CrashLoop[] {
    return [...this.#pods]
      .filter(([, tracked]) => !tracked.lost && this.#crashesForever(tracked))
      .map(([pod, { report, looping }]) => ({
        pod,
        restarts: report.restarts,
        isWaiting: report.container.is === 'waiting',
        turnsReady: !looping,
      }));
  }

  #onNode(node: string): readonly TrackedPod[] {
    return this.#sorted().filter(
      ({ namespace, name }) => this.#env.api.find(POD, namespace, name)?.spec.nodeName === node,
    );
  }

  /** Pods of an image that something can happen to, in the order of namespaces and names. */
  #choose(choice: PodChoice, can: (tracked: TrackedPod) => boolean): readonly TrackedPod[] {
    const able = this.#sorted().filter(
      (tracked) => tracked.image === choice.image && !tracked.lost && !tracked.terminating && can(tracked),
    );
    return able.slice(0, chosenCount(choice, able.length));
  }

  /** Tracked pods in the order of namespaces and names. */
  #sorted(): readonly TrackedPod[] {
    return [...this.#pods.keys()].sort().flatMap((key) => this.#pods.get(key) ?? []);
  }

  #behaviourOf(tracked: TrackedPod): PodBehaviour {
    return this.#behaviours.get(tracked.image) ?? this.#default;
  }

  /** Decides when a pod that is starting runs and is ready. */
  #plan(tracked: TrackedPod): void {
    const behaviour = this.#behaviourOf(tracked);
    const { never, runningAfterMs } = behaviour;
    if (never !== undefined) {
      this.#wait(tracked, never);
      this.#next(tracked, undefined);
      return;
    }
    const readyMs = tracked.report.scheduledMs + readyAfterMs(behaviour.readyAfter, tracked, this.#env.random);
    const runningMs = tracked.report.scheduledMs + (runningAfterMs ?? Infinity);
    if (runningMs < readyMs && tracked.report.container.is === 'waiting') {
      this.#next(tracked, runningMs, () => {
        this.#run(tracked);
        this.#next(tracked, readyMs, () => this.#becomeReady(tracked));
        this.#write(tracked, [this.#runs()]);
      });
    } else {
      this.#next(tracked, readyMs, () => this.#becomeReady(tracked));
    }
  }

  #becomeReady(tracked: TrackedPod): void {
    tracked.everReady = true;
    this.#run(tracked);
    this.#setReady(tracked, true, this.#readyAgain());
    const { turnsUnready, crash } = this.#behaviourOf(tracked);
    const nowMs = this.#env.clock.nowMs();
    if (crash !== undefined && tracked.crashes < (crash.times ?? Infinity)) {
      this.#next(tracked, nowMs + crash.afterMs, () => this.#crash(tracked, crash.exitCode));
    } else if (turnsUnready !== undefined) {
      this.#next(tracked, nowMs + turnsUnready.afterMs, () => {
        this.#setReady(tracked, false, [PROBE_FAILS]);
        const { forMs } = turnsUnready;
        if (forMs !== undefined) {
          this.#next(tracked, this.#env.clock.nowMs() + forMs, () => this.#setReady(tracked, true, this.#readyAgain()));
        }
      });
    }
  }

  /** The container ends, and is started again after the kubelet's back-off. */
  #crash(tracked: TrackedPod, exitCode: number): void {
    const nowMs = this.#env.clock.nowMs();
    const { container } = tracked.report;
    const startedMs = container.is === 'running' ? container.sinceMs : nowMs;
    const delayMs = BACK_OFF_MS[Math.min(tracked.crashes, BACK_OFF_MS.length - 1)] ?? 0;
    tracked.crashes += 1;
    tracked.report = { ...tracked.report, lastExit: { exitCode, startedMs, finishedMs: nowMs } };
    this.#wait(tracked, 'CrashLoopBackOff');
    this.#setReady(tracked, false, [this.#crashed()]);
    this.#next(tracked, nowMs + delayMs, () => this.#restart(tracked));
  }

  #restart(tracked: TrackedPod): void {
    const nowMs = this.#env.clock.nowMs();
    const { readyAfter, runningAfterMs } = this.#behaviourOf(tracked);
    tracked.report = { ...tracked.report, restarts: tracked.report.restarts + 1 };
    this.#run(tracked);
    this.#write(tracked, [RESTARTED, this.#runs()]);
    if (tracked.looping) {
      this.#next(tracked, nowMs + LOOP_RUN_MS, () =>
        tracked.looping ? this.#crash(tracked, 1) : this.#becomeReady(tracked),
      );
      return;
    }
    const startupMs = readyAfterMs(readyAfter, tracked, this.#env.random) - (runningAfterMs ?? 0);
    this.#next(tracked, nowMs + Math.max(0, startupMs), () => this.#becomeReady(tracked));
  }

  #wait(tracked: TrackedPod, reason: string): void {
    tracked.report = { ...tracked.report, container: { is: 'waiting', reason } };
  }

  #run(tracked: TrackedPod): void {
    if (tracked.report.container.is === 'running') return;
    tracked.report = { ...tracked.report, container: { is: 'running', sinceMs: this.#env.clock.nowMs() } };
  }

  #setReady(tracked: TrackedPod, ready: boolean, because: readonly Because[]): void {
    tracked.report = { ...tracked.report, ready, readyChangedMs: this.#env.clock.nowMs() };
    this.#write(tracked, because);
  }

  /** The reasons of a pod that comes to its node. */
  #started(tracked: TrackedPod): readonly Because[] {
    const nowMs = this.#env.clock.nowMs();
    return [podStarted.because((write) => ({ nowMs: write.now(nowMs) })), this.#waits(tracked)];
  }

  #waits(tracked: TrackedPod): Because {
    const { never } = this.#behaviourOf(tracked);
    const setting = `images[${tracked.image}].never`;
    return containerWaits.because((write) => ({ never: write.setting(setting, never ?? null) }));
  }

  #runs(): Because {
    const nowMs = this.#env.clock.nowMs();
    return containerRuns.because((write) => ({ nowMs: write.now(nowMs) }));
  }

  #readyAgain(): readonly Because[] {
    const nowMs = this.#env.clock.nowMs();
    const ready = podReady.because((write) => ({ startedAt: write.after(STARTED_AT), nowMs: write.now(nowMs) }));
    return [this.#runs(), ready];
  }

  #crashed(): Because {
    const nowMs = this.#env.clock.nowMs();
    return podCrashed.because((write) => ({
      exitCode: write.after(`${LAST_EXIT}.exitCode`),
      finishedAt: write.after(`${LAST_EXIT}.finishedAt`),
      nowMs: write.now(nowMs),
    }));
  }

  /** Replaces what comes next; what is past comes now. A container that has reached the longest wait goes on like that. */
  #next(tracked: TrackedPod, dueMs: number | undefined, run: () => void = () => undefined): void {
    const { timers, clock } = this.#env;
    tracked.cancel?.();
    const isPeriodic = this.#crashesForever(tracked);
    tracked.cancel = dueMs === undefined ? undefined : timers.schedule(Math.max(dueMs, clock.nowMs()), run, isPeriodic);
  }

  #crashesForever(tracked: TrackedPod): boolean {
    if (tracked.crashes < BACK_OFF_MS.length) return false;
    const { crash } = this.#behaviourOf(tracked);
    return tracked.looping || (crash !== undefined && crash.times === undefined);
  }

  #write({ namespace, name, report }: TrackedPod, because: readonly Because[]): void {
    const pod = this.#env.api.find(POD, namespace, name);
    if (pod === undefined) return;
    this.#env.api.updateStatus(POD, { ...pod, status: podStatus(pod, report) }, { because });
  }
}

/** The image that tells a pod's behaviour: that of its first container. */
export function imageOf(pod: Pod): string {
  return pod.spec.containers?.[0]?.image ?? '';
}
