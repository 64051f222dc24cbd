import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REFERENCE_VERSIONS, Reference } from '../../src/api/reference.ts';
import { VERSIONED_BEHAVIOURS } from '../../src/api/reference-behaviours.ts';

describe('the version of the reference', () => {
  it('has what came with it and what came before, and nothing that came later', () => {
    const capped = REFERENCE_VERSIONS.map((version) => new Reference(version).has('min-pods-capped'));
    expect(capped).toEqual([false, false, true]);
    const labelled = REFERENCE_VERSIONS.map((version) => new Reference(version).has('experiment-inherits-labels'));
    expect(labelled).toEqual([false, true, true]);
  });

  it('names every behaviour once', () => {
    const ids = VERSIONED_BEHAVIOURS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the code of the controllers and of the plugin', () => {
  it('asks for behaviours, and never for a version', () => {
    const root = new URL('../../src/', import.meta.url);
    const folders = ['controllers', 'plugin', 'routers', 'metrics', 'cluster'];
    const asking = folders.flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .filter((file) => {
          const text = readFileSync(new URL(`${folder}/${file}`, root), 'utf8');
          return /reference\.version\b|['"`]v1\.(8\.4|9\.1|10\.0-rc1)['"`]/.test(text);
        }),
    );
    expect(asking).toEqual([]);
  });

  it('asks for every behaviour of the table, or reads it from the types', () => {
    const root = new URL('../../src/', import.meta.url);
    const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('reference-behaviours.ts'))
      .map((file) => readFileSync(new URL(file, root), 'utf8'))
      .join('\n');
    expect(VERSIONED_BEHAVIOURS.filter(({ id }) => !texts.includes(`'${id}'`)).map(({ id }) => id)).toEqual([]);
  });
});
