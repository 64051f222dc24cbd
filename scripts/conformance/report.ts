import type { CaseVerdict } from '../../test/conformance/judge-case.ts';
import type { TableVerdict } from '../../test/conformance/tables/judge-table.ts';

export interface Results {
  readonly cases: readonly CaseVerdict[];
  readonly tables: readonly TableVerdict[];
}

/** Equal and all of a group or table. */
interface Score {
  readonly name: string;
  readonly equal: number;
  readonly total: number;
}

export function scoresOf({ cases, tables }: Results): readonly Score[] {
  const groups = new Map<string, { equal: number; total: number }>();
  for (const { group, different } of cases) {
    const score = groups.get(group) ?? { equal: 0, total: 0 };
    score.total += 1;
    if (different.length === 0) score.equal += 1;
    groups.set(group, score);
  }
  return [
    ...[...groups].map(([name, score]) => ({ name, ...score })),
    ...tables.map(({ table, total, different }) => ({ name: table, equal: total - different.length, total })),
  ];
}

/** Everything that was judged, for people: scores, then differences. */
export function textReport(results: Results, limit: number, seconds: number): string {
  const scores = scoresOf(results);
  const width = Math.max(...scores.map(({ name }) => name.length));
  const lines = scores.map(
    ({ name, equal, total }) => `${name.padEnd(width)}  ${String(equal).padStart(5)} / ${total}`,
  );
  const sum = (of: (score: Score) => number): number => scores.reduce((total, score) => total + of(score), 0);
  lines.push('', `${sum(({ equal }) => equal)} / ${sum(({ total }) => total)} equal in ${seconds.toFixed(1)} s`);
  for (const { group, name, different } of results.cases) {
    for (const { second, object, path, expected, got } of different) {
      lines.push('', `${group} ${name}`, `  second ${second}  ${object}  ${path}`);
      lines.push(`    expected ${shown(expected)}`, `    got      ${shown(got)}`);
    }
  }
  for (const { table, different } of results.tables) {
    for (const { id, expected, got } of different.slice(0, limit)) {
      lines.push('', `${table} ${id}`, `    expected ${shown(expected)}`, `    got      ${shown(got)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const SHOWN = 2000;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

export function jsonReport(results: Results): string {
  return `${JSON.stringify({ scores: scoresOf(results), ...unequal(results) }, null, 1)}\n`;
}

function unequal({ cases, tables }: Results): Results {
  return {
    cases: cases.filter(({ different }) => different.length > 0),
    tables: tables.filter(({ different }) => different.length > 0),
  };
}
