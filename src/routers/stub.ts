import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { own } from '../text/own.ts';

type FieldPath = readonly (string | number)[];

/** What a stub is made from: an object that something names and nobody gave. */
export interface StubRequest {
  readonly reference: { readonly kind: string; readonly name: string; readonly namespace: string };
  /** Labels of the rollout's pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** The Service that a route sends everything to at first. */
  readonly service: string;
  readonly canaryService: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  /** The rollout's trafficRouting. */
  readonly routing: Json;
  /** Keys that are asked of a Secret. */
  readonly keys: readonly string[];
}

/** Writes a manifest, line by line. */
export type WriteStub = (request: StubRequest) => readonly string[];

export function head(apiVersion: string, request: StubRequest, kind = request.reference.kind): readonly string[] {
  const { name, namespace } = request.reference;
  const metadata = ['metadata:', `  name: ${name}`];
  if (namespace !== '' && namespace !== 'default') metadata.push(`  namespace: ${namespace}`);
  return [`apiVersion: ${apiVersion}`, `kind: ${kind}`, ...metadata];
}

export function labelLines(labels: Readonly<Record<string, string>>, indent: number): readonly string[] {
  return Object.entries(labels).map(
    ([key, value]) => `${' '.repeat(indent)}${key}: ${/^[A-Za-z][\w.-]*$/.test(value) ? value : JSON.stringify(value)}`,
  );
}

/** A text of the rollout's trafficRouting, or another. */
export function routingText({ routing }: StubRequest, path: FieldPath, otherwise: string): string {
  const value = valueAt(routing, path);
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** A mapping of the rollout's trafficRouting. */
export function routingPart({ routing }: StubRequest, path: FieldPath): JsonObject | undefined {
  const value = valueAt(routing, path);
  return isJsonObject(value) ? value : undefined;
}

function valueAt(root: Json, path: FieldPath): Json | undefined {
  let value: Json | undefined = root;
  for (const part of path) {
    if (isJsonArray(value) && typeof part === 'number') value = value[part];
    else if (isJsonObject(value)) value = own(value, String(part));
    else return undefined;
  }
  return value;
}
