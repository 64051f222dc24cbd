import type { Json } from '../../api/json.ts';
import type { ActionKind } from './action-kind.ts';

/** `kubectl patch`. */
export interface PatchAction {
  readonly do: 'patch';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Empty for kinds without namespaces. */
  readonly namespace: string;
  /** A JSON merge patch, or a patch of the given type. */
  readonly merge: Json;
  readonly type?: 'strategic' | 'json';
  readonly subresource?: 'status';
}

export const patchKind: ActionKind<PatchAction> = {
  by: 'person',
  heading: 'run',
  text: ({ kind, name }) => `patch ${kind}/${name}`,
  targets: ({ action: { kind, name }, namespace }) => [{ kind, namespace, name }],
};
