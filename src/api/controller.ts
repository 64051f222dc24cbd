import type { ApiServer } from './server.ts';
import type { Clock, Timers } from './clock.ts';
import type { EventRecorder } from './events.ts';
import type { Reference } from './reference.ts';
import type { KubeObject, Resource } from './resources.ts';
import type { WorkQueue } from './workqueue.ts';

/** What a controller is given; it sees nothing else of the world. */
export interface ControllerEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly recorder: EventRecorder;
  /** The version of Argo Rollouts whose controllers these are: what differs between versions is asked of it by name. */
  readonly reference: Reference;
  /** The informers' resync period: waits that are longer are left to the resync. */
  readonly resyncPeriodMs: number;
  /** Whether a reconcile that failed because an object is not there is tried again; a real cluster's controllers wait for it to come. */
  readonly retriesNotFound: boolean;
  /** Makes the controller's work queue with the world's limits; work that comes again and again does not keep a run from being settled. */
  readonly newQueue: (name: string, periodic?: 'periodic') => WorkQueue;
  /** Tells the run of something noteworthy that is no change of an object. */
  readonly note: (text: string) => void;
  /** Tells the run of something that an object needs and that does not exist, and how to supply it. */
  readonly missing: (object: KubeObject, text: string) => void;
}

/** A level-triggered reconciler over a queue of `namespace/name` keys. */
export interface Controller {
  readonly name: string;
  /** The kind of the objects that keys name. */
  readonly resource: Resource<KubeObject>;
  /** For a controller of several kinds: the kind of the object that a key names. */
  resourceOf?(key: string): Resource<KubeObject>;
  readonly queue: WorkQueue;
  /** Reconciles one object; throwing means: try again later, with back-off. */
  sync(key: string): void;
}
