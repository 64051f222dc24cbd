import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import { check } from '../conformance/tables/checks/expr-programs.ts';
import { listOf, objectOf, textOf } from '../conformance/tables/inputs.ts';
import { loadTable } from '../conformance/tables/load-table.ts';

const recorded: Json = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8'));
const { file } = loadTable('expr-programs');

/** A result without the plain value, which the recording leaves out, or an error as the recording has it. */
function asRecorded(result: Json): JsonObject {
  const { value: _, error, ...described } = objectOf(result);
  return isJsonObject(error) ? error : described;
}

describe('programs recorded from the reference', () => {
  test.each(listOf(objectOf(recorded)['cases']).map((item) => [textOf(objectOf(item)['program']), objectOf(item)]))(
    '%s',
    (program, { out }) => {
      const input = { program };
      expect(asRecorded(check.compute(input, file, { id: program, in: input, out: {}, marks: {} }))).toEqual(out);
    },
  );
});
