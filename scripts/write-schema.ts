import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.ts';

/** Writes what is generated from the schema of the scenario file: schema/scenario.schema.json and the tables of docs/scenario.md. */
mkdirSync('schema', { recursive: true });
for (const { path, text } of generatedFiles((file) => readFileSync(file, 'utf8'))) writeFileSync(path, text);
