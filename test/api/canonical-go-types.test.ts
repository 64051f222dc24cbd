import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { goJson } from '../../src/api/go-json.ts';
import { isJsonObject, type Json } from '../../src/api/json.ts';
import { KNOWN_RESOURCES } from '../../src/api/resources.ts';

interface Row {
  readonly kind: string;
  readonly in: Json;
  readonly out: string;
}

function readRow(line: string): Row {
  const row: Json = JSON.parse(line);
  if (!isJsonObject(row)) throw new Error('no object');
  const { kind, in: input, out } = row;
  if (typeof kind !== 'string' || typeof out !== 'string' || input === undefined) throw new Error('no row');
  return { kind, in: input, out };
}

/**
 * Random manifests (seeded), and what the Go types of k8s.io/api v0.34.1 and Argo Rollouts v1.9.1 made of them: encoding/json read into
 * the type and written again.
 */
const rows = gunzipSync(readFileSync(new URL('./fixtures/go-types.jsonl.gz', import.meta.url)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map(readRow);

describe('objects as the Go types keep them', () => {
  it.each(KNOWN_RESOURCES.map((resource) => ({ kind: resource.kind, shape: resource.shape })))('$kind', (resource) => {
    const shape = resource.shape;
    if (shape === undefined) throw new Error('no shape');
    const ofKind = rows.filter((row) => row.kind === resource.kind);
    expect(ofKind.length).toBeGreaterThan(5);
    for (const row of ofKind) expect(goJson(shape, row.in)).toBe(row.out);
  });
});
