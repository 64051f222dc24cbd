import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.ts';

/** Writes what is generated: the schema of the scenario file and the tables of docs/scenario.md, and the rules of docs/rules.md. */
mkdirSync('schema', { recursive: true });
for (const { path, text } of generatedFiles((file) => readFileSync(file, 'utf8'))) writeFileSync(path, text);
