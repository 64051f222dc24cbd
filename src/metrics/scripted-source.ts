import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import type { Answer, MetricQuery, MetricSource } from './source.ts';

/**
 * What a scripted backend answers from a time of the run on: a number (a vector of one; the texts NaN, +Inf and -Inf are numbers), a list
 * (a vector), `{error: text}`, or `{json: value}` (the body).
 */
export interface ScriptEntry {
  readonly fromMs: number;
  readonly value: Json;
}

/** By the name of a metric, or by the text of its query. */
export type MetricScripts = Readonly<Record<string, readonly ScriptEntry[]>>;

const NAMED: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
]);

function numberOf(value: Json): number | undefined {
  if (typeof value === 'string') return NAMED.get(value);
  return typeof value === 'number' ? value : undefined;
}

/** Undefined for a value of no known form. */
function answerOf(value: Json): Answer | undefined {
  if (isJsonObject(value)) {
    const { error, json } = value;
    if (typeof error === 'string') return { kind: 'error', message: error };
    return json === undefined ? undefined : { kind: 'json', value: json };
  }
  const numbers = (isJsonArray(value) ? value : [value]).map(numberOf);
  const values = numbers.filter((number) => number !== undefined);
  return values.length === numbers.length ? { kind: 'vector', values } : undefined;
}

/** What of scripts may be changed while they answer. */
export interface ScriptedAnswers {
  /** From now on a metric or query answers so; times count from `nowMs`, and until the first of them it answers as before. */
  change(key: string, entries: readonly ScriptEntry[], nowMs: number): void;
}

/** Answers by script. Before its first entry a script has an error: `no data for NAME`. */
export class ScriptedSource implements MetricSource, ScriptedAnswers {
  readonly #scripts: Map<string, readonly ScriptEntry[]>;
  readonly #epochMs: number;

  /** Times of scripts count from `epochMs`. */
  constructor(scripts: MetricScripts, epochMs: number) {
    this.#scripts = new Map(Object.entries(scripts));
    this.#epochMs = epochMs;
  }

  answer({ metric, query }: MetricQuery, nowMs: number): Answer | undefined {
    const entries = this.#scripts.get(metric) ?? this.#scripts.get(query);
    if (entries === undefined) return undefined;
    const atMs = nowMs - this.#epochMs;
    const current = entries.findLast(({ fromMs }) => fromMs <= atMs);
    return current === undefined ? { kind: 'error', message: `no data for ${metric}` } : answerOf(current.value);
  }

  change(key: string, entries: readonly ScriptEntry[], nowMs: number): void {
    const atMs = nowMs - this.#epochMs;
    const added = entries.map(({ fromMs, value }) => ({ fromMs: atMs + fromMs, value }));
    const firstMs = added[0]?.fromMs ?? Infinity;
    const kept = (this.#scripts.get(key) ?? []).filter(({ fromMs }) => fromMs < firstMs);
    this.#scripts.set(key, [...kept, ...added]);
  }
}
