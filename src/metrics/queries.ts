import type { Json } from '../api/json.ts';
import { promQL } from './promql/promql.ts';
import { METRIC_NAME } from './series/labels.ts';
import type { Matcher } from './series/matcher.ts';
import { selectorsOf } from './series-source.ts';

/** What the Prometheus queries of a world can select. */
export interface Queries {
  /** The matchers of every selector; of a query that cannot be read before its arguments are known there are none. */
  readonly selectors: readonly (readonly Matcher[])[];
  /** Whether a series of this name can be selected by any of them. */
  readonly reach: (metric: string) => boolean;
}

/** Everything can be selected: somebody asks later. */
export const ANY_QUERY: Queries = { selectors: [], reach: () => true };

/** The texts of all `prometheus: {query}` in a value: in templates, in what is applied or committed later, in patches. */
export function queryTexts(value: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null) {
      for (const [key, each] of Object.entries(part)) {
        if (key === 'prometheus' && isObject(each) && typeof each['query'] === 'string') found.add(each['query']);
        visit(each);
      }
    }
  };
  visit(value);
  return [...found];
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads queries as far as they can be read without their arguments: `{{args.x}}` inside a text is part of the text. */
export function readQueries(texts: readonly string[]): Queries {
  const selectors: (readonly Matcher[])[] = [];
  const names = new Set<string>();
  let isAny = false;
  for (const text of texts) {
    const read = selectorsIn(text);
    if (read === undefined) {
      isAny = true;
      continue;
    }
    for (const matchers of read) {
      selectors.push(matchers);
      const name = matchers.find((matcher) => matcher.name === METRIC_NAME && matcher.operator === '=');
      if (name === undefined || name.value.includes('{{')) isAny = true;
      else names.add(name.value);
    }
  }
  return { selectors, reach: isAny ? () => true : (metric) => names.has(metric) };
}

function selectorsIn(text: string): readonly (readonly Matcher[])[] | undefined {
  try {
    return selectorsOf(promQL(text).expr);
  } catch {
    return undefined;
  }
}

/** The labels that pods may have: of templates, and of the metadata that strategies add. */
export function podLabelsIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: unknown, inTemplate: boolean): void => {
    if (Array.isArray(part)) for (const each of part) visit(each, inTemplate);
    else if (isObject(part)) {
      for (const [key, each] of Object.entries(part)) {
        const isMetadata = (inTemplate && key === 'metadata') || /^(canary|stable|active|preview)Metadata$/.test(key);
        if (isMetadata && isObject(each) && isObject(each['labels'])) {
          for (const label of Object.keys(each['labels'])) found.add(label);
        }
        visit(each, key === 'template');
      }
    }
  };
  visit(value, false);
  return found;
}
