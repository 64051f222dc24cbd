import { deepEqual } from '../../../../src/api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { PromQLExecutionError, PromQLParseError } from '../../../../src/metrics/promql/errors.ts';
import { formatGoFloat } from '../../../../src/api/go-float.ts';
import type { InstantResult } from '../../../../src/metrics/promql/promql.ts';
import { parseSeriesLabels, parseValues } from '../../../../src/metrics/promql/series-notation.ts';
import { compareLabels, type Labels } from '../../../../src/metrics/series/labels.ts';
import { SeriesStore } from '../../../../src/metrics/series/store.ts';
import { listOf, numberOf, objectOf, textOf } from '../inputs.ts';
import type { TableRow } from './table-check.ts';

const stores = new WeakMap<JsonObject, Map<string, SeriesStore>>();

/** The series that a row is asked over, by the name of its load. */
export function storeOf(file: JsonObject, load: string): SeriesStore {
  let byName = stores.get(file);
  if (byName === undefined) stores.set(file, (byName = new Map()));
  let store = byName.get(load);
  if (store === undefined) byName.set(load, (store = loaded(objectOf(objectOf(file['loads'])[load]))));
  return store;
}

function loaded(load: JsonObject): SeriesStore {
  const store = new SeriesStore();
  const stepMs = numberOf(load['step_seconds']) * 1000;
  for (const item of listOf(load['series'])) {
    const series = objectOf(item);
    const labels = parseSeriesLabels(textOf(series['metric']));
    parseValues(textOf(series['values'])).forEach((value, index) => {
      if (value === 'stale') store.appendStale(labels, index * stepMs);
      else if (value !== 'gap') store.append(labels, index * stepMs, value);
    });
  }
  return store;
}

function labelsJson(labels: Labels): JsonObject {
  return Object.fromEntries(labels.entries());
}

/** A result, or an error, in the form of the tables. Rows come in the order of labels unless `ordered`. */
export function answer(ask: () => InstantResult, ordered: boolean): Json {
  try {
    const result = ask();
    const { type, warnings, infos } = result;
    return {
      type,
      result: rowsOf(result, ordered),
      ...(ordered ? { ordered } : {}),
      ...(warnings.length > 0 ? { warnings } : {}),
      ...(infos.length > 0 ? { infos } : {}),
    };
  } catch (error) {
    if (error instanceof PromQLParseError || error instanceof PromQLExecutionError) {
      return { phase: error.phase, error: error.message };
    }
    throw error;
  }
}

function rowsOf(result: InstantResult, ordered: boolean): Json {
  switch (result.type) {
    case 'scalar':
      return [{ labels: {}, value: formatGoFloat(result.value) }];
    case 'string':
      return [{ labels: {}, value: result.value }];
    case 'vector': {
      const samples = ordered ? result.samples : [...result.samples].sort((a, b) => compareLabels(a.labels, b.labels));
      return samples.map(({ labels, value }) => ({ labels: labelsJson(labels), value: formatGoFloat(value) }));
    }
    case 'matrix':
      return result.series.map(({ labels, times, values }) => ({
        labels: labelsJson(labels),
        values: times.map((timeMs, index) => [timeMs / 1000, formatGoFloat(values[index] ?? NaN)]),
      }));
  }
}

const RELATIVE_TOLERANCE = 1e-12;

function nearlyEqual(got: Json | undefined, expected: Json | undefined): boolean {
  if (isJsonArray(got) && isJsonArray(expected)) {
    return got.length === expected.length && got.every((item, index) => nearlyEqual(item, expected[index]));
  }
  if (isJsonObject(got) && isJsonObject(expected)) {
    const keys = Object.keys(expected);
    return Object.keys(got).length === keys.length && keys.every((key) => nearlyEqual(got[key], expected[key]));
  }
  if (typeof got !== 'string' || typeof expected !== 'string' || got === expected) return got === expected;
  return Math.abs(Number(got) - Number(expected)) <= RELATIVE_TOLERANCE * Math.abs(Number(expected));
}

/** Bit for bit, but for rows that depend on a mathematical library (`approx`). */
export function equalAnswers(got: Json, { out, marks }: TableRow): boolean {
  return marks['approx'] === true ? nearlyEqual(got, out) : deepEqual(got, out);
}
