import type { KubeObject } from './resources.ts';

export type EventType = 'Normal' | 'Warning';

/** A Kubernetes event as a controller sent it. */
export interface KubeEvent {
  readonly atMs: number;
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
  };
}

/** Where controllers send their Kubernetes events. */
export interface EventRecorder {
  event(object: KubeObject, type: EventType, reason: string, message: string): void;
}
