import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/generated-files.ts';

const read = (path: string): string => readFileSync(path, 'utf8');

test.each(generatedFiles(read))('$path is as generated (else npm run generate)', ({ path, text }) => {
  expect(read(path)).toBe(text);
});
