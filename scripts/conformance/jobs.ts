import type { CaseVerdict } from '../../test/conformance/judge-case.ts';
import type { TableVerdict } from '../../test/conformance/tables/judge-table.ts';

/** What a worker is given: cases by their lines, or a table by its file. */
export type Job =
  | { readonly kind: 'cases'; readonly lines: readonly string[]; readonly limit: number }
  | { readonly kind: 'table'; readonly path: string };

/** What it answers. */
export type Answer =
  | { readonly kind: 'cases'; readonly verdicts: readonly CaseVerdict[] }
  | { readonly kind: 'table'; readonly verdict: TableVerdict };
