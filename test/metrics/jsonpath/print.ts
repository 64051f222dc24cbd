import { goJsonOf, type GoValue, INVALID, isList, isMap, printGo } from '../../../src/metrics/jsonpath/values.ts';

function printOne(value: GoValue): string {
  if (value === INVALID) return '<no value>';
  if (value === null) return 'null';
  return isList(value) || isMap(value) ? goJsonOf(value) : printGo(value);
}

/** The text that kubectl prints for results: those of a pair of braces with blanks between, maps and lists as JSON. Source: PrintResults. */
export function printResults(results: readonly (readonly GoValue[])[]): string {
  return results.map((values) => values.map(printOne).join(' ')).join('');
}
