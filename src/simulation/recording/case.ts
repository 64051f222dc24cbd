import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { REFERENCE_VERSIONS, type ReferenceVersion } from '../../api/reference.ts';
import { setOwn } from '../../text/own.ts';

/** A recorded run of the real controllers: a world, a script, and the settled state of every second in which something changed. */
export interface RecordedCase {
  readonly group: string;
  readonly name: string;
  /** The version of Argo Rollouts that was recorded; absent: the default one. */
  readonly reference: ReferenceVersion | undefined;
  readonly cluster: JsonObject;
  readonly metrics: JsonObject;
  readonly jobs: JsonObject;
  readonly apply: readonly JsonObject[];
  readonly script: readonly JsonObject[];
  /** The last second, inclusive. */
  readonly until: number;
  /** The object whose views are recorded. */
  readonly views: string | undefined;
  readonly trace: readonly TraceEntry[];
}

/** What happened in one second. */
export interface TraceEntry {
  readonly t: number;
  /** Errors of actions; in the deployment groups also what some commands print. */
  readonly did: readonly string[];
  /** What is recorded of the objects written, by `Kind/name`. */
  readonly changed: Readonly<Record<string, Json>>;
  readonly gone: readonly string[];
  readonly events: readonly TraceEvent[];
  readonly view: Json | undefined;
  readonly list: Json | undefined;
}

export interface TraceEvent {
  /** `Kind/name`. */
  readonly object: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/** Reads one line of a file of cases. */
export function readCase(line: string): RecordedCase {
  const parsed: Json = JSON.parse(line);
  const fields = objectOf(parsed);
  return {
    group: textOf(fields['group']),
    name: textOf(fields['name']),
    reference: fields['reference'] === undefined ? undefined : referenceOf(textOf(fields['reference'])),
    cluster: objectOf(fields['cluster']),
    metrics: objectOf(fields['metrics'] ?? {}),
    jobs: objectOf(fields['jobs'] ?? {}),
    apply: listOf(fields['apply']).map(objectOf),
    script: listOf(fields['script']).map(objectOf),
    until: numberOf(fields['until']),
    views: fields['views'] === undefined ? undefined : textOf(fields['views']),
    trace: listOf(fields['trace']).map(entryOf),
  };
}

export function referenceOf(text: string): ReferenceVersion {
  const version = REFERENCE_VERSIONS.find((known) => known === text);
  if (version === undefined) throw new Error(`a recording was made with ${text}, which is not supported`);
  return version;
}

function entryOf(value: Json): TraceEntry {
  const { t, did, changed, gone, events, view, list } = objectOf(value);
  return {
    t: numberOf(t),
    did: listOf(did).map(textOf),
    changed: definedOf(objectOf(changed ?? {})),
    gone: listOf(gone).map(textOf),
    events: listOf(events).map((item) => {
      const event = objectOf(item);
      return {
        object: textOf(event['object']),
        type: textOf(event['type']),
        reason: textOf(event['reason']),
        message: textOf(event['message']),
      };
    }),
    view,
    list,
  };
}

function definedOf(object: JsonObject): Readonly<Record<string, Json>> {
  const defined: Record<string, Json> = {};
  for (const [key, value] of Object.entries(object)) if (value !== undefined) setOwn(defined, key, value);
  return defined;
}

export function objectOf(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw new Error(`a recording has ${JSON.stringify(value)} where an object belongs`);
  return value;
}

/** Absent and null are empty lists. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (!isJsonArray(value)) throw new Error(`a recording has ${JSON.stringify(value)} where a list belongs`);
  return value;
}

export function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`a recording has ${JSON.stringify(value)} where a text belongs`);
  return value;
}

export function numberOf(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Error(`a recording has ${JSON.stringify(value)} where a number belongs`);
  return value;
}
