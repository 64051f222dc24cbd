import type { JSX } from 'preact';
import { formatSpan } from '../text/durations.ts';
import { columnsOf, drawFailures, stepPath } from '../report/lanes/draw.ts';
import { grouped } from '../report/traffic/words.ts';
import { figuresOf, type Run, type WorkloadLanes } from './model.ts';

/** All workloads of the first run, each with its outcome; choosing one shows its lanes. Nothing for a single workload. */
export function WorkloadTable({
  runs,
  chosen,
  onChoose,
}: {
  readonly runs: readonly Run[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}): JSX.Element | null {
  const [run] = runs;
  if (run === undefined || run.workloads.length < 2) return null;
  const rows = run.workloads.flatMap((_, index) => {
    const lanes = run.lanes(index);
    return lanes === undefined ? [] : [{ index, lanes, figures: figuresOf(lanes) }];
  });
  const hasTraffic = rows.some(({ lanes }) => lanes.flows.length > 0);
  return (
    <section class="card" aria-label="Workloads">
      <table class="workloads">
        <thead>
          <tr>
            <th>Workload</th>
            <th>Phase</th>
            {hasTraffic ? <th>People hit</th> : null}
            {hasTraffic ? <th>Requests failed</th> : null}
            <th>Lowest ready</th>
            <th>Aborted at</th>
            {hasTraffic ? <th>Failures over time</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ index, lanes, figures }) => (
            <tr key={index} aria-selected={index === chosen}>
              <td>
                <button type="button" aria-pressed={index === chosen} onClick={() => onChoose(index)}>
                  {lanes.workload.label}
                </button>
              </td>
              <td>{figures.phase}</td>
              {hasTraffic ? (
                <td class={(figures.hurt ?? 0) > 0 ? 'bad' : ''}>
                  {figures.hurt === undefined ? '–' : grouped(figures.hurt)}
                </td>
              ) : null}
              {hasTraffic ? <td class={figures.failed > 0 ? 'bad' : ''}>{grouped(figures.failed)}</td> : null}
              <td>{figures.lowest === undefined ? '–' : `${figures.lowest} of ${figures.wanted}`}</td>
              <td class={figures.abortedMs === undefined ? '' : 'bad'}>
                {figures.abortedMs === undefined ? '–' : formatSpan(figures.abortedMs)}
              </td>
              {hasTraffic ? (
                <td>
                  <Spark run={run} lanes={lanes} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Spark({ run, lanes }: { readonly run: Run; readonly lanes: WorkloadLanes }): JSX.Element {
  const stretch = { fromMs: 0, toMs: run.edgeMs };
  const { height, shapes } = drawFailures(
    columnsOf(lanes.flows, lanes.workload.versions.length, stretch),
    undefined,
    stretch,
  );
  return (
    <svg class="spark" viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {shapes.map((shape, index) =>
        shape.type === 'area' ? <path key={index} class="area failed" d={stepPath(shape, 1000)} /> : null,
      )}
    </svg>
  );
}
