import * as z from 'zod';
import { scenarioSchema } from './scenario.ts';

/** The JSON Schema of the scenario file, for editors: draft-07, keys with a default are optional. Ends with a newline. */
export function scenarioJsonSchema(): string {
  const schema = z.toJSONSchema(scenarioSchema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ $id: 'https://rehearse.dev/schema/scenario.schema.json', ...schema }, undefined, 2)}\n`;
}
