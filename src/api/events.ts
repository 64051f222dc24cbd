import type { KubeObject } from './resources.ts';

export type EventType = 'Normal' | 'Warning';

/** Where controllers send their Kubernetes events. */
export interface EventRecorder {
  event(object: KubeObject, type: EventType, reason: string, message: string): void;
}
