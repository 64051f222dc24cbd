import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatSpan } from '../text/durations.ts';
import { grouped } from '../report/traffic/words.ts';
import type { Clock } from './clock.ts';
import type { LabelledLanes } from './lanes.tsx';
import { type Figures, figuresOf, firstDifferenceMs, type Run } from './model.ts';

interface Row {
  readonly name: string;
  readonly value: (figures: Figures) => number | undefined;
  readonly text: (value: number) => string;
  /** Whether less is better. */
  readonly isLessBetter: boolean;
}

const ROWS: readonly Row[] = [
  { name: 'People hit', value: ({ hurt }) => hurt, text: grouped, isLessBetter: true },
  {
    name: 'Requests failed',
    value: ({ failed, requests }) => (requests === 0 ? undefined : failed),
    text: grouped,
    isLessBetter: true,
  },
  { name: 'Lowest ready pods', value: ({ lowest }) => lowest, text: String, isLessBetter: false },
  { name: 'Most pods', value: ({ mostPods }) => mostPods, text: String, isLessBetter: true },
  { name: 'Aborted at', value: ({ abortedMs }) => abortedMs, text: formatSpan, isLessBetter: true },
];

/** Two runs side by side: figures with their differences, and until when they are equal. */
export function CompareCard({
  shown,
  clock,
}: {
  readonly shown: readonly (LabelledLanes & { readonly run: Run })[];
  readonly clock: Clock;
}): JSX.Element | null {
  const [a, b] = shown;
  const equalMs = useMemo(
    () => (a === undefined || b === undefined ? undefined : firstDifferenceMs(a.run.timeline, b.run.timeline)),
    [a, b],
  );
  if (a === undefined || b === undefined) return null;
  const [one, other] = [figuresOf(a.lanes), figuresOf(b.lanes)];
  return (
    <section class="figures" aria-label="What differs">
      {ROWS.map((row) => {
        const [from, to] = [row.value(one), row.value(other)];
        if (from === undefined && to === undefined) return null;
        const text = (value: number | undefined): string => (value === undefined ? '–' : row.text(value));
        const isBetter =
          from !== undefined && to !== undefined && from !== to ? to < from === row.isLessBetter : undefined;
        return (
          <div key={row.name} class="card figure">
            <div class="quiet">{row.name}</div>
            <div class={`numbers ${isBetter === undefined ? '' : isBetter ? 'good' : 'bad'}`}>
              {text(from)} → {text(to)}
            </div>
          </div>
        );
      })}
      <div class="card figure">
        <div class="quiet">First difference</div>
        <div class="numbers">
          {equalMs === undefined ? (
            'none'
          ) : (
            <button type="button" class="when" onClick={() => clock.moveTo(equalMs)}>
              equal until {formatSpan(equalMs)}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}
