import type { ObjectReader } from '../../api/reader.ts';
import { ANALYSIS_RUN } from '../../api/resources.ts';
import { CommandError } from '../command.ts';
import { analysisIcon } from './icons.ts';
import type { GetViewOptions } from './options.ts';
import { OwnedObjects } from './owned-objects.ts';
import { paintFor } from './style.ts';
import { formatTable, property } from './table.ts';
import { analysisRunRows, HEADER, NO_PREFIX } from './tree.ts';

/** An AnalysisRun with its measurements so far, in the form of `kubectl argo rollouts get experiment`. Throws CommandError if there is none of that name. */
export function getAnalysisRunView(reader: ObjectReader, options: GetViewOptions): string {
  const { namespace, name, nowMs, color } = options;
  const run = reader.find(ANALYSIS_RUN, namespace, name);
  if (run === undefined) throw new CommandError(`analysisrun.argoproj.io "${name}" not found`);
  const owned = new OwnedObjects(reader, namespace);
  const paint = paintFor(color);
  const { phase, message = '', metricResults } = run.status;
  const metrics = (metricResults ?? []).map((result) => [
    `  ${result.name}`,
    `${paint(analysisIcon(result.phase))} ${result.phase}`,
    `${result.measurements?.length ?? 0} measured`,
    result.measurements?.at(-1)?.value ?? '',
  ]);
  return [
    property('Name:', name),
    property('Namespace:', namespace),
    property('Status:', `${paint(analysisIcon(phase))} ${phase}`),
    message === '' ? '' : property('Message:', message),
    metrics.length === 0 ? '' : `Metrics:\n${formatTable(metrics)}`,
    '\n',
    formatTable([HEADER, ...analysisRunRows({ owned, nowMs, paint }, run, NO_PREFIX)]),
  ].join('');
}
