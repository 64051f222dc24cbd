import { type Expr, unwrapped } from './promql/ast.ts';
import { PromQLParseError } from './promql/errors.ts';
import { promQL } from './promql/promql.ts';
import { matchersOf } from './promql/select.ts';
import { METRIC_NAME } from './series/labels.ts';
import type { Matcher } from './series/matcher.ts';
import type { Series, SeriesStore } from './series/store.ts';

/** The label under which series carry the pod-template hash of a Rollout's pods. */
const HASH_LABEL = 'rollouts_pod_template_hash';

/** A selector of a query, and what it found. */
export interface QueryRead {
  readonly selector: string;
  readonly name: string;
  readonly exists: boolean;
  readonly series: number;
  readonly versions: readonly string[];
  readonly labels: readonly string[];
  readonly missing: readonly {
    readonly label: string;
    readonly value: string;
    readonly has: readonly string[];
  }[];
  readonly windowMs?: number;
  readonly scrapeMs: number;
}

/** What the selectors of a query found, and whether it has a fallback that reads no series; undefined for a text that is not a query. */
export function readsOf(
  query: string,
  store: SeriesStore,
  times: { readonly fromMs: number; readonly toMs: number; readonly scrapeMs: number },
): { readonly reads: readonly QueryRead[]; readonly fallback: boolean } | undefined {
  const expr = parsed(query);
  if (expr === undefined) return undefined;
  const reads = selections(expr).map((selection) => readOf(selection, store, times));
  return { reads, fallback: hasFallback(expr) };
}

function parsed(query: string): Expr | undefined {
  try {
    return promQL(query).expr;
  } catch (error) {
    if (error instanceof PromQLParseError) return undefined;
    throw error;
  }
}

/** A selector of an expression. */
export interface Selection {
  readonly matchers: readonly Matcher[];
  readonly windowMs?: number;
}

/** Every selector of an expression, in the order of the text. */
export function selections(expr: Expr): readonly Selection[] {
  switch (expr.kind) {
    case 'vector-selector':
      return [{ matchers: matchersOf(expr) }];
    case 'matrix-selector':
      return [{ matchers: matchersOf(expr.selector), windowMs: expr.rangeMs }];
    case 'paren':
      return selections(unwrapped(expr));
    case 'unary':
    case 'subquery':
      return selections(expr.expr);
    case 'aggregate':
      return [...selections(expr.expr), ...(expr.param === undefined ? [] : selections(expr.param))];
    case 'call':
      return expr.args.flatMap(selections);
    case 'binary':
      return [...selections(expr.left), ...selections(expr.right)];
    case 'number':
    case 'string':
      return [];
  }
}

function hasFallback(expr: Expr): boolean {
  switch (expr.kind) {
    case 'binary':
      if (expr.operator === 'or' && selections(expr.right).length === 0) return true;
      return hasFallback(expr.left) || hasFallback(expr.right);
    case 'paren':
    case 'unary':
    case 'subquery':
    case 'aggregate':
      return hasFallback(expr.expr);
    case 'call':
      return expr.args.some(hasFallback);
    default:
      return false;
  }
}

function readOf(
  { matchers, windowMs }: Selection,
  store: SeriesStore,
  { fromMs, toMs, scrapeMs }: { readonly fromMs: number; readonly toMs: number; readonly scrapeMs: number },
): QueryRead {
  const byName = matchers.filter(({ name }) => name === METRIC_NAME);
  const others = matchers.filter(({ name }) => name !== METRIC_NAME);
  const firstMs = fromMs - (windowMs ?? 0);
  const all = byName.length === 0 ? [] : store.select(byName, firstMs, toMs);
  const found = store.select(matchers, firstMs, toMs);
  const isBlind = found.length === 0 && all.length > 0;
  return {
    selector: `${byName.map(({ value }) => value).join('')}{${others.map(matcherText).join(',')}}`,
    name: byName.map(({ value }) => value).join(''),
    exists: byName.length === 0 || store.select(byName).length > 0,
    series: found.length,
    versions: valuesOf(found, HASH_LABEL),
    labels: isBlind ? labelNames(all) : [],
    missing: isBlind ? missing(others, all) : [],
    ...(windowMs === undefined ? {} : { windowMs }),
    scrapeMs,
  };
}

function matcherText({ name, operator, value }: Matcher): string {
  return `${name}${operator}"${value}"`;
}

/** The matchers that no series of the metric fits, with the values that it has instead. */
function missing(matchers: readonly Matcher[], all: readonly Series[]): QueryRead['missing'] {
  return matchers
    .filter((matcher) => !all.some(({ labels }) => matcher.matches(labels.get(matcher.name))))
    .map(({ name, operator, value }) => ({
      label: name,
      value: `${operator}"${value}"`,
      has: valuesOf(all, name),
    }));
}

function valuesOf(series: readonly Series[], label: string): readonly string[] {
  return [...new Set(series.map(({ labels }) => labels.get(label)))].filter((value) => value !== '').sort();
}

function labelNames(series: readonly Series[]): readonly string[] {
  const names = new Set(series.flatMap(({ labels }) => labels.entries().map(([name]) => name)));
  return [...names].filter((name) => name !== METRIC_NAME).sort();
}
