import type { GitFile } from '../api/argocd/git-repository.ts';
import type { Json, JsonObject } from '../api/json.ts';
import type { ClusterSpec, NodeAction, PodBehaviour, PodsAction } from '../cluster/spec.ts';
import type { CommitChange } from '../controllers/argocd/git/commit.ts';
import type { ArgoCdSettings } from '../controllers/argocd/settings.ts';
import type { RoutingSettings } from '../controllers/rollouts/routers/router.ts';
import type { ScriptedSeries } from '../metrics/scripted-series.ts';
import type { ObservationSpec } from '../metrics/traffic-run.ts';
import type { TrafficSpec } from '../traffic/spec.ts';

export type {
  ClusterSpec,
  NodeAction,
  NodeSpec,
  PodBehaviour,
  PodsAction,
  PodsDeed,
  ReadyAfter,
} from '../cluster/spec.ts';
export {
  type ArrivalsSpec,
  DEFAULT_BUCKETS_MS,
  type FlowSpec,
  type TrafficSpec,
  type VersionBehaviour,
} from '../traffic/spec.ts';
export type { GitFile } from '../api/argocd/git-repository.ts';
export type { ImageChange } from '../controllers/argocd/git/changes.ts';
export type { CommitChange } from '../controllers/argocd/git/commit.ts';
export type { ArgoCdSettings } from '../controllers/argocd/settings.ts';
export type { RoutingSettings, TrafficSplitVersion } from '../controllers/rollouts/routers/router.ts';

/**
 * What a run starts from: manifests, a script, and the parameters of the world around the controllers. Scenarios and
 * recordings are both turned into one of these; the controllers are the same code in both.
 */
export interface World {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  /** Epoch milliseconds of second 0. The run's first instant is `epochMs + rules.offsetMs`. */
  readonly epochMs: number;
  readonly rules: WorldRules;
  readonly cluster: ClusterSpec;
  /** Objects that exist when the run begins, applied in order. */
  readonly manifests: readonly JsonObject[];
  readonly script: readonly ScriptedAction[];
  /** What metrics measure, by the metric's name. */
  readonly metrics?: Readonly<Record<string, readonly MetricAnswer[]>>;
  /** Series that Prometheus has beside what it scrapes of the run. */
  readonly series?: readonly ScriptedSeries[];
  /** How the Jobs of metrics run, by the metric's name. */
  readonly jobs?: Readonly<Record<string, JobBehaviour>>;
  /**
   * What the pods of a target (`Rollout/shop`) use, in percent of what they request, from a time of the run on; HorizontalPodAutoscalers act by it.
   * Absent: there are no metrics of pods, and no autoscaler acts.
   */
  readonly utilisation?: Readonly<Record<string, readonly UtilisationAnswer[]>>;
  /** Who sends requests, and how versions answer; absent: nobody. */
  readonly traffic?: TrafficSpec;
  /** How traffic is counted, and how often Prometheus scrapes; absent: as `DEFAULT_OBSERVATION` says. */
  readonly observation?: Pick<ObservationSpec, 'windowMs' | 'scrapeMs'> & Partial<Pick<ObservationSpec, 'names'>>;
  /** Hashes of the templates of Deployments in the order in which they were first used, by the Deployment's name; absent: computed. */
  readonly templateHashes?: Readonly<Record<string, readonly string[]>>;
  /** How many pods a namespace may have; absent: any number. */
  readonly podQuota?: number;
  /** How the controller's traffic routers are set up. */
  readonly routing?: RoutingSettings;
  /** Git repositories, each with its first commit. */
  readonly git?: readonly GitSource[];
  /** How Argo CD is set up; absent: there is none. */
  readonly argocd?: ArgoCdSettings;
  readonly until: 'settled' | { readonly ms: number };
  readonly limitMs: number;
}

/** What a metric gives from a time of the run on: a number or one of the texts NaN, +Inf, -Inf; a list; `{error}`; `{json}`. */
export interface MetricAnswer {
  readonly fromMs: number;
  readonly value: Json;
}

/** What the pods of a target use of every resource from a time of the run on, in percent of what they request. */
export interface UtilisationAnswer {
  readonly fromMs: number;
  readonly percent: number;
}

/** How long a Job runs, and whether it then has failed. */
export interface JobBehaviour {
  readonly ms: number;
  readonly fail: boolean;
}

/** A Git repository as it is when the run begins. */
export interface GitSource {
  readonly name: string;
  readonly url: string;
  readonly message: string;
  readonly files: readonly GitFile[];
}

/** How time and queues behave. */
export interface WorldRules {
  /** Everything happens at whole multiples of this … */
  readonly resolutionMs: number;
  /** … plus this, so that what is due at a whole second is found due a hair later, as in a real cluster. */
  readonly offsetMs: number;
  /** Waits before the 1st, 2nd, … retry of a key that failed; the last one repeats. */
  readonly retryDelaysMs: readonly number[];
  readonly resyncPeriodMs: number;
  /** Whether informers resync at that period (recordings have none). */
  readonly resync: boolean;
  /** Whether Argo's controllers try again what failed because an object is not there. */
  readonly retriesNotFound: boolean;
  /** How a ReplicaSet ranks the pods it deletes. */
  readonly podDeletion: 'recordings' | 'kubernetes';
  /**
   * `kubernetes`: Deployments, and ReplicaSets in every detail, with the API server's defaults and checks of both; the Deployment controller goes
   * first. Absent: ReplicaSets alone, as the recordings of Argo Rollouts have them.
   */
  readonly workloads?: 'kubernetes';
  /** Delayed work joins its queues after pods and the script of its instant; absent: before them. */
  readonly delayedLast?: true;
  /** Delay after which an item that spins without writing is delivered again. */
  readonly spinDelayMs: number;
}

/** When a scripted action happens: at a time of the run, or some time after a condition first holds. */
export type Trigger =
  | { readonly atMs: number }
  | {
      readonly when: string;
      readonly afterMs: number;
      /** Again each time the condition comes to hold; absent: only the first time. */
      readonly repeat?: true;
      /** The rollout that the names of the condition speak of; absent: the only one of the world. */
      readonly rollout?: { readonly namespace: string; readonly name: string };
    };

export interface ScriptedAction {
  readonly trigger: Trigger;
  readonly action: Action;
  /** Rehearse itself acts (promoting through a pause when no script is given), not a person: reports say so. */
  readonly automatic?: true;
}

/** What people, Git, the platform and fate do. */
export type Action =
  | { readonly do: 'run'; readonly command: string; readonly namespace?: string }
  | { readonly do: 'apply'; readonly manifest: JsonObject }
  | {
      readonly do: 'patch';
      readonly apiVersion: string;
      readonly kind: string;
      readonly name: string;
      readonly namespace?: string;
      /** A JSON merge patch, or what `type` says. */
      readonly merge: Json;
      readonly type?: 'strategic' | 'json';
      readonly subresource?: 'status';
    }
  | {
      readonly do: 'delete';
      readonly apiVersion: string;
      readonly kind: string;
      readonly name: string;
      readonly namespace?: string;
    }
  | ({ readonly do: 'pods' } & PodsAction)
  | ({ readonly do: 'node' } & NodeAction)
  | ({ readonly do: 'commit' } & CommitChange)
  | { readonly do: 'metric'; readonly metric: string; readonly answers: readonly MetricAnswer[] }
  | { readonly do: 'image'; readonly image: string; readonly behaviour: PodBehaviour }
  | { readonly do: 'podQuota'; readonly pods: number };
