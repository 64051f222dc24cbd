import type { ObjectReader } from '../../api/reader.ts';
import { fieldsOf } from '../../api/object-form.ts';
import { isJsonObject, type Json } from '../../api/json.ts';
import type { ApiServer } from '../../api/server.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import { own } from '../../text/own.ts';

/** Arguments with the values of the secrets they name, and those values: they are kept out of messages. */
export type SecretResolution =
  | { readonly args: readonly Argument[]; readonly secrets: readonly string[]; readonly error?: undefined }
  | { readonly error: string; readonly hint: string; readonly args?: undefined };

type SecretReader = Pick<ApiServer, 'resourceFor'> & Pick<ObjectReader, 'find'>;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The text of base64 data in UTF-8. */
function decodeBase64(data: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of data) {
    const value = BASE64.indexOf(character);
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function textIn(object: Json | undefined, key: string): string | undefined {
  const value = isJsonObject(object) ? own(object, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The value of a key of a Secret; `stringData` counts for more, as the API server writes it over `data`. */
function secretValue(fields: Readonly<Record<string, Json | undefined>>, key: string): string | undefined {
  const plain = textIn(fields['stringData'], key);
  if (plain !== undefined) return plain;
  const data = textIn(fields['data'], key);
  return data === undefined ? undefined : decodeBase64(data);
}

/** Puts in the values of secrets. Source: analysis/analysis.go resolveArgs. */
export function resolveSecrets(api: SecretReader, namespace: string, args: readonly Argument[]): SecretResolution {
  const secrets = new Set<string>();
  const resolved: Argument[] = [];
  for (const arg of args) {
    const ref = arg.valueFrom?.secretKeyRef;
    if (ref === undefined) {
      resolved.push(arg);
      continue;
    }
    const secret = api.find(api.resourceFor('v1', 'Secret'), namespace, ref.name);
    const supply = `argument ${arg.name} takes key ${ref.key} of Secret ${namespace}/${ref.name}: add a manifest of it, with the key under stringData`;
    if (secret === undefined) return { error: `secrets "${ref.name}" not found`, hint: supply };
    const value = secretValue(fieldsOf(secret), ref.key);
    if (value === undefined) {
      return { error: `key '${ref.key}' does not exist in secret '${ref.name}'`, hint: supply };
    }
    secrets.add(value);
    resolved.push({ ...arg, value });
  }
  return { args: resolved, secrets: [...secrets].filter((secret) => secret !== '') };
}

/** A message without the values of secrets. */
export function redact(message: string | undefined, secrets: readonly string[]): string | undefined {
  if (message === undefined) return undefined;
  return secrets.reduce((text, secret) => text.replaceAll(secret, '*****'), message);
}
