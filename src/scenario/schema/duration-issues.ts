import { parseDurationMs } from '../../api/durations.ts';
import type { DiagnosticList } from '../diagnostics.ts';
import type { Place } from '../source-file.ts';

/** Says what is wrong with a duration: no unit, a unit that Go does not have, below zero, or no duration at all. */
export function reportDuration(
  diagnostics: DiagnosticList,
  place: Place,
  mistyped: { readonly path: string; readonly found: string },
): void {
  const { found } = mistyped;
  if (/^-/.test(found) && (parseDurationMs(found) ?? 0) < 0) return diagnostics.add('E209', place, mistyped);
  if (/^\d+(\.\d+)?$/.test(found)) return diagnostics.add('E210', place, mistyped);
  const calendar = /^(\d+)\s*(d|days?|w|weeks?|mo|months?|y|years?)$/.exec(found);
  if (calendar !== null) {
    const hours = calendar[2]?.startsWith('d') === true ? 24 : calendar[2]?.startsWith('w') === true ? 168 : undefined;
    return diagnostics.add('E211', place, {
      ...mistyped,
      hours: hours === undefined ? undefined : Number(calendar[1]) * hours,
    });
  }
  return diagnostics.add('E208', place, mistyped);
}
