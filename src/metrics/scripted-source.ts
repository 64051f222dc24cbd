import type { Json } from '../api/json.ts';
import type { Answer, MetricQuery, MetricSource } from './source.ts';

export type ScriptedNumber = number | 'NaN' | '+Inf' | '-Inf';

/** What a scripted backend answers: a number (a vector of one), a vector, an error, or a JSON body. */
export type ScriptedValue =
  ScriptedNumber | readonly ScriptedNumber[] | { readonly error: string } | { readonly json: Json };

/** A value, in force from a time of the run on. */
export interface ScriptEntry {
  readonly fromMs: number;
  readonly value: ScriptedValue;
}

/** By the name of a metric, or by the text of its query. */
export type MetricScripts = Readonly<Record<string, readonly ScriptEntry[]>>;

const NAMED: Readonly<Record<string, number>> = { NaN, '+Inf': Infinity, '-Inf': -Infinity };

function numberOf(value: ScriptedNumber): number {
  return typeof value === 'number' ? value : (NAMED[value] ?? NaN);
}

function isVector(value: ScriptedValue): value is readonly ScriptedNumber[] {
  return Array.isArray(value);
}

function answerOf(value: ScriptedValue): Answer {
  if (typeof value === 'number' || typeof value === 'string') return { kind: 'vector', values: [numberOf(value)] };
  if (isVector(value)) return { kind: 'vector', values: value.map(numberOf) };
  if ('error' in value) return { kind: 'error', message: value.error };
  return { kind: 'json', value: value.json };
}

/** Answers by script. Before its first entry a script has an error: `no data for NAME`. */
export class ScriptedSource implements MetricSource {
  readonly #scripts: MetricScripts;
  readonly #epochMs: number;

  /** Times of scripts count from `epochMs`. */
  constructor(scripts: MetricScripts, epochMs: number) {
    this.#scripts = scripts;
    this.#epochMs = epochMs;
  }

  answer({ metric, query }: MetricQuery, nowMs: number): Answer | undefined {
    const entries = this.#entries(metric) ?? this.#entries(query);
    if (entries === undefined) return undefined;
    const atMs = nowMs - this.#epochMs;
    const current = entries.findLast(({ fromMs }) => fromMs <= atMs);
    return current === undefined ? { kind: 'error', message: `no data for ${metric}` } : answerOf(current.value);
  }

  #entries(key: string): readonly ScriptEntry[] | undefined {
    return Object.hasOwn(this.#scripts, key) ? this.#scripts[key] : undefined;
  }
}
