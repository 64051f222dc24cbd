import { Reference } from '../../../../src/api/reference.ts';
import { deepEqual } from '../../../../src/api/equality.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { metric } from '../../../../src/api/shape/analysis.ts';
import { judgePrometheus } from '../../../../src/metrics/providers/prometheus.ts';
import { readPrometheusBody } from '../../../../src/metrics/providers/prometheus-body.ts';
import type { Answer } from '../../../../src/metrics/source.ts';
import { jsonOf, listOf, numberOf, objectOf, shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

/** Texts of the reference's JSON reader, in whatever words it has: only that there is an error counts. */
const READER_ERROR = /^(unmarshalerDecoder|Skip|ReadObjectCB|readObjectStart|decode|unexpected)/;

const samples = (value: Json | undefined): readonly number[] =>
  listOf(value)
    .filter((item) => item !== null)
    .map((item) => Number(textOf(item).replace('Inf', 'Infinity')));

/** What the client hands over, by its Go type; streams and samples that are nil are passed over. */
function answerOf(response: JsonObject): Answer {
  const { goType, value, values } = response;
  switch (goType) {
    case 'model.Vector':
      return { kind: 'vector', values: samples(values ?? []) };
    case 'model.Matrix':
      return { kind: 'matrix', series: listOf(values).map(samples) };
    case '*model.Scalar':
      return { kind: 'scalar', value: Number(textOf(value)) };
    default:
      return { kind: 'string', value: typeof value === 'string' ? value : '' };
  }
}

export const check: TableCheck = {
  table: 'prometheus-provider',
  compute: (input) => {
    const { successCondition, failureCondition } = input;
    const one = shaped(metric, { name: 'm', successCondition, failureCondition });
    const answer =
      input['via'] === 'Run'
        ? readPrometheusBody(numberOf(input['httpStatus']), input['body'] ?? null)
        : answerOf(objectOf(input['response']));
    const { phase, value, error, metadata } = judgePrometheus(new Reference(), one, answer);
    return jsonOf({ phase: phase ?? 'Error', value: value ?? '', message: error, metadata });
  },
  equal: (got, { out }) => {
    const message = objectOf(out)['message'];
    if (typeof message !== 'string' || !READER_ERROR.test(message) || message.startsWith('unexpected token')) {
      return deepEqual(got, out);
    }
    return isJsonObject(got) && deepEqual({ ...got, message }, out);
  },
};
