import { exceptionOf } from './fields/exceptions.ts';
import { FIELD_KINDS, type FieldKind } from './fields/kinds.ts';
import { fieldName, type FieldPath, fieldPaths } from './fields/paths.ts';
import { roomsOf } from './fields/rooms.ts';
import { firstFileThatNames } from './fields/sources.ts';

const HEAD = `# Fields

Every field of Argo Rollouts' own kinds, as v1.9.1 defines them, and what becomes of it in a rehearsal:

- a file: it is modelled, and this is where to begin to read (for a field of the status: a file that writes or reads it);
- **no effect**: accepted and kept, and why nothing comes of it;
- **refused**: a scenario with it is not run, as its outcome would be made up.

\`[]\` stands for the items of a list, \`{}\` for the values of a map. Pod templates, label selectors and metadata are Kubernetes' own.

This page is generated from the shapes of the objects and the code of the engine (\`npm run generate\`).
`;

/** What becomes of a field, as a cell of the table; throws for a field that nobody accounts for. */
export function fateOf(kind: string, { path }: FieldPath): string {
  const exception = exceptionOf(kind, path);
  if (exception !== undefined) return `**${exception.handling}**: ${exception.why}`;
  const file = firstFileThatNames(fieldName(path), roomsOf(kind, path));
  if (file === undefined) throw new Error(`nothing accounts for the field ${path} of ${kind}`);
  return `[\`${file.slice('src/'.length)}\`](../${file})`;
}

/** docs/fields.md: a table for each kind. */
export function fieldsReference(): string {
  return [HEAD, ...FIELD_KINDS.map(section)].join('\n');
}

function section({ name, about, shape }: FieldKind): string {
  const rows = fieldPaths(shape, '').map((field) => `| \`${field.path}\` | ${field.type} | ${fateOf(name, field)} |`);
  const intro = about === '' ? '' : `${about}\n\n`;
  return `## ${name}\n\n${intro}| field | type | modelled in, or why not |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
