import type { ActionKind } from './action-kind.ts';

/** `kubectl delete`. */
export interface DeleteAction {
  readonly do: 'delete';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Empty for kinds without namespaces. */
  readonly namespace: string;
}

export const deleteKind: ActionKind<DeleteAction> = {
  by: 'person',
  heading: 'run',
  text: ({ kind, name }) => `delete ${kind}/${name}`,
  targets: ({ action: { kind, name }, namespace }) => [{ kind, namespace, name }],
};
