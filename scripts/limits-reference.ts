import type { Limit } from '../src/world/limits.ts';

/** docs/limits.md: every limit with its error and place. */
export function limitsReference(limits: Readonly<Record<string, Limit>>): string {
  const rows = Object.entries(limits).map(
    ([name, { value, of, where, running }]) =>
      `| \`${name}\` | ${value.toLocaleString('en-US')} | ${of} | ${where} | ${running ?? ''} |`,
  );
  return `# Limits

What Rehearse reads and simulates has limits, far above what people run: a mistyped number must end with a message and not fill the memory.
This page is generated from \`src/world/limits.ts\`.

| limit | value | of | the error, and where it stands | while the world runs |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
