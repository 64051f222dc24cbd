import type { JsonObject } from '../api/json.ts';
import type { ReferenceVersion } from '../api/reference.ts';
import type { ArgoCdSettings } from './argocd.ts';
import type { ClusterSpec } from './cluster.ts';
import type { GitSource } from './git.ts';
import type {
  AnalysisVerdict,
  JobBehaviour,
  MetricAnswer,
  ObservationSettings,
  ScriptedSeries,
  UtilisationAnswer,
} from './metrics.ts';
import type { RoutingSettings } from './routing.ts';
import type { ScriptedAction } from './script.ts';
import type { TrafficSpec } from './traffic.ts';

/**
 * What a run starts from: manifests, a script, and the parameters of the world around the controllers. Scenarios and
 * recordings are both turned into one of these; the controllers are the same code in both.
 */
export interface World {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  /** The version of Argo Rollouts that runs; absent: `DEFAULT_REFERENCE`. */
  readonly reference?: ReferenceVersion;
  /** Epoch milliseconds of second 0. The run's first instant is `epochMs + rules.offsetMs`. */
  readonly epochMs: number;
  readonly rules: WorldRules;
  readonly cluster: ClusterSpec;
  /** Objects that exist when the run begins, applied in order. */
  readonly manifests: readonly JsonObject[];
  readonly script: readonly ScriptedAction[];
  /** What metrics measure, by the metric's name. */
  readonly metrics?: Readonly<Record<string, readonly MetricAnswer[]>>;
  /** What every measurement comes to, whatever it asks; absent: what its backend answers decides. */
  readonly analysis?: AnalysisVerdict;
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
  readonly observation?: ObservationSettings;
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
   * `kubernetes`: Deployments, and ReplicaSets in every detail, with the API server's checks of both; the Deployment controller goes
   * first. Absent: ReplicaSets alone, as the recordings of Argo Rollouts have them.
   */
  readonly workloads?: 'kubernetes';
  /** `kubernetes`: the API server fills in what Pods do not specify (priority, tolerations of failed nodes). Absent: nothing. */
  readonly admission?: 'kubernetes';
  /** `kubernetes`: the API server sets the defaults of Deployments, ReplicaSets, Pods, Services and Jobs. Absent: it stores them as they are written. */
  readonly defaults?: 'kubernetes';
  /** `stored`: the API server keeps fields that the version's CustomResourceDefinitions do not know. Absent: it drops them. */
  readonly unknownFields?: 'stored';
  /** Delay after which an item that spins without writing is delivered again. */
  readonly spinDelayMs: number;
}
