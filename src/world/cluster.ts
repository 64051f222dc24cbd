import type { Taint } from '../api/tolerations.ts';
import type { Distribution } from '../kernel/distributions.ts';

export type { Distribution } from '../kernel/distributions.ts';

/** What surrounds the controllers: nodes, and how the containers of each image behave. Plain data. */
export interface ClusterSpec {
  readonly default: PodBehaviour;
  readonly images: Readonly<Record<string, PodBehaviour>>;
  /** Pods that are deleted terminate: they stay until their containers have ended. Absent: they are gone at once, as in the recordings. */
  readonly termination?: true;
  /** Nodes with allocatable resources; empty: room for every pod. */
  readonly nodes: readonly NodeSpec[];
}

export interface NodeSpec {
  readonly name: string;
  /** Allocatable, as Kubernetes quantities; absent: without limit. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: number;
  /** Further allocatable resources (`nvidia.com/gpu`, `ephemeral-storage`); an extended resource that is not here is not on the node. */
  readonly resources?: Readonly<Record<string, string>>;
  /** Besides `kubernetes.io/hostname`, which is the name unless given. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** Cordoned from the beginning. */
  readonly unschedulable?: boolean;
}

/**
 * How the containers of an image behave, or those of all images. Delays in milliseconds. Pods are told by the image of
 * their first container.
 */
export interface PodBehaviour {
  /** From creation to readiness: a list cycled by the pod's ordinal among all pods ever made of its image, or drawn. */
  readonly readyAfter: ReadyAfter;
  /** Never ready: the reason the container waits with (CrashLoopBackOff, ImagePullBackOff, …). */
  readonly never?: string;
  /** From creation to running, while not ready yet; absent: a container runs from the moment it is ready. */
  readonly runningAfterMs?: number;
  /** Turns unready this long after it first was ready, for good or for a time. */
  readonly turnsUnready?: { readonly afterMs: number; readonly forMs?: number };
  /** From SIGTERM to the end of the container, at most the grace period of the pod. Absent: 2 seconds. */
  readonly terminatesMs?: number;
  /** The container ends with this exit code after having been ready this long, and is started again with the kubelet's back-off. */
  readonly crash?: { readonly afterMs: number; readonly exitCode: number; readonly times?: number };
}

export type ReadyAfter =
  | { readonly form: 'list'; readonly ms: readonly number[] }
  | { readonly form: 'drawn'; /** In milliseconds. */ readonly distribution: Distribution };
