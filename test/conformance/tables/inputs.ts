import { canonical } from '../../../src/api/canonical.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';
import { replicaSet, type ReplicaSet } from '../../../src/api/shape/apps.ts';
import { service, type Service } from '../../../src/api/shape/core.ts';
import {
  rollout,
  rolloutStatus,
  trafficWeights,
  type Rollout,
  type RolloutStatus,
  type TrafficWeights,
} from '../../../src/api/shape/rollout.ts';
import type { StructShape } from '../../../src/api/shape/shape.ts';

/** The tables' clock unless a row says otherwise: 2024-05-01T12:00:00Z. */
export const TABLE_NOW_MS = 1_714_564_800_000;
export const RESYNC_PERIOD_MS = 900_000;

function isShaped<T>(_shape: StructShape<T>, value: unknown): value is T {
  return isJsonObject(value);
}

/** A fragment of a manifest as the Go type reads it. */
export function shaped<T>(shape: StructShape<T>, value: Json | undefined): T {
  const result: unknown = canonical(shape, value);
  if (!isShaped(shape, result)) throw new Error('no object');
  return result;
}

export const rolloutOf = (value: Json | undefined): Rollout => shaped(rollout, value);
export const statusOf = (value: Json | undefined): RolloutStatus => shaped(rolloutStatus, value);

export function replicaSetOf(value: Json | undefined): ReplicaSet | undefined {
  return value === undefined || value === null ? undefined : shaped(replicaSet, value);
}

export function serviceOf(value: Json | undefined): Service | undefined {
  return value === undefined || value === null ? undefined : shaped(service, value);
}

export function weightsOf(value: Json | undefined): TrafficWeights | undefined {
  return value === undefined || value === null ? undefined : shaped(trafficWeights, value);
}

export function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

export function replicaSetsOf(value: Json | undefined): readonly ReplicaSet[] {
  return listOf(value).map((item) => shaped(replicaSet, item));
}

export function objectOf(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw new Error(`${JSON.stringify(value)} is no object`);
  return value;
}

/** The ReplicaSet that a row names among all. */
export function named(all: readonly ReplicaSet[], name: Json | undefined): ReplicaSet | undefined {
  return all.find((rs) => rs.metadata.name === name);
}

/** What a phase of a recorded AnalysisRun or Experiment is; undefined without one. */
export function phaseOf(value: Json | undefined): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const status = value['status'];
  const phase = isJsonObject(status) ? status['phase'] : undefined;
  return typeof phase === 'string' ? phase : '';
}

export function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
}

export function numberOf(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Error(`${JSON.stringify(value)} is no number`);
  return value;
}

/** Tables whose rows are calls of several functions name the function in `kind`. */
export function byKind(kinds: Readonly<Record<string, (input: JsonObject) => Json>>, input: JsonObject): Json {
  const compute = kinds[textOf(input['kind'])];
  if (compute === undefined) throw new Error(`no function for rows of kind ${String(input['kind'])}`);
  return compute(input);
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A value of the product as plain JSON: without fields that are undefined. */
export function jsonOf(value: unknown): JsonObject {
  const plain: Json = JSON.parse(JSON.stringify(value));
  return objectOf(plain);
}
