import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { own } from '../../text/own.ts';
import type { ActionKind } from './action-kind.ts';

/** `kubectl apply` of a manifest. */
export interface ApplyAction {
  readonly do: 'apply';
  readonly manifest: JsonObject;
}

function textAt(object: JsonObject, key: string): string {
  const value = own(object, key);
  return typeof value === 'string' ? value : '';
}

function nameOf({ metadata }: JsonObject): string {
  return isJsonObject(metadata) ? textAt(metadata, 'name') : '';
}

export const applyKind: ActionKind<ApplyAction> = {
  by: 'person',
  heading: 'run',
  text: ({ manifest }) => `apply ${textAt(manifest, 'kind')}/${nameOf(manifest)}`,
  targets: ({ action: { manifest }, namespace }) => [
    { kind: textAt(manifest, 'kind'), namespace, name: nameOf(manifest) },
  ],
};
