import type { Json, JsonObject } from '../api/json.ts';
import type { PodBehaviour } from './cluster.ts';
import type { CommitChange } from './git.ts';
import type { MetricAnswer } from './metrics.ts';

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

/** What happens to pods of an image, in the order of names. */
export interface PodsAction {
  readonly image: string;
  /** At most so many (-1: all) … */
  readonly count: number;
  /** … and at most so many in a hundred of those that it can happen to, rounded up; absent: all of them. */
  readonly percent?: number;
  readonly what: PodsDeed;
}

/**
 * `unready`: ready pods turn unready and stay so until `ready`, which concerns only such pods. `crash`: the container of a running pod ends, and is
 * started again; `crash-loop`: it ends again each time, until `heal`, which lets those be well from their next start on. `delete`: pods are removed.
 */
export type PodsDeed = 'unready' | 'ready' | 'crash' | 'crash-loop' | 'heal' | 'delete';

/**
 * What happens to a node. `drain`: nothing new goes there, and its pods are evicted at once. `fail`: it is cut off; its pods are unready when that
 * is noticed, and evicted later. `restore`: it is as before.
 */
export interface NodeAction {
  readonly node: string;
  readonly what: 'drain' | 'fail' | 'restore';
}
