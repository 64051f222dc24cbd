import * as z from 'zod';
import { own } from '../../text/own.ts';

type Schema = z.core.$ZodType;

/** Unwraps what only says that a value may be absent. */
function bare(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return bare(schema.def.innerType);
  }
  return schema;
}

function children(schema: Schema, part: string | number): readonly Schema[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodUnion) return inner.def.options.flatMap((option) => children(option, part));
  if (inner instanceof z.ZodArray) return typeof part === 'number' ? [inner.def.element] : [];
  if (inner instanceof z.ZodRecord) return [inner.def.valueType];
  if (!(inner instanceof z.ZodObject)) return [];
  const child: Schema | undefined = own(inner.def.shape, String(part));
  return child === undefined ? [] : [child];
}

function objectsIn(schema: Schema): readonly z.ZodObject[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodUnion) return inner.def.options.flatMap(objectsIn);
  return inner instanceof z.ZodObject ? [inner] : [];
}

/** The keys that a schema knows at a path, in the order of the schema; those of every object form that may stand there. */
export function knownKeys(root: Schema, path: readonly (string | number)[]): readonly string[] {
  let schemas: readonly Schema[] = [root];
  for (const part of path) schemas = schemas.flatMap((schema) => children(schema, part));
  return [...new Set(schemas.flatMap(objectsIn).flatMap((schema) => Object.keys(schema.def.shape)))];
}

/** What the schema says of the value at a path, for people. */
export function describedAs(root: Schema, path: readonly (string | number)[]): string | undefined {
  let schemas: readonly Schema[] = [root];
  for (const part of path) schemas = schemas.flatMap((schema) => children(schema, part));
  const [first] = schemas;
  return first === undefined
    ? undefined
    : (z.globalRegistry.get(first)?.description ?? z.globalRegistry.get(bare(first))?.description);
}
