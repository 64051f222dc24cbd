import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatSpan } from '../text/durations.ts';
import { outcomeOf } from '../timeline/facts/outcome.ts';
import { compareBySeverity } from '../findings/finding.ts';
import { outcomeWords } from '../report/outcome-words.ts';
import { phaseSign } from '../report/phases.ts';
import { percent } from '../report/traffic/words.ts';
import { Clock, parseSpan } from './clock.ts';
import { CompareCard } from './compare.tsx';
import { FlowCard } from './flow.tsx';
import { type LabelledLanes, LanesCard } from './lanes.tsx';
import { figuresOf, type Run, type WorkloadLanes, worstWorkload } from './model.ts';
import { DetailsCard, readable, StepsCard } from './now.tsx';
import { WorkloadTable } from './workload-table.tsx';

/** What of the page is in its address: `#12m10s&w=1&run=AB`. */
interface Place {
  readonly atMs: number | undefined;
  readonly workload: number;
  /** Which runs are shown, by position. */
  readonly runs: readonly number[] | undefined;
}

function placeOf(hash: string, runs: readonly Run[]): Place {
  const [time = '', ...rest] = hash.replace(/^#/, '').split('&');
  const words = new Map(
    rest.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const),
  );
  const [first] = runs;
  const workload = Number(words.get('w') ?? (first === undefined ? 0 : worstWorkload(first)));
  const shown = [...(words.get('run') ?? '')]
    .map((letter) => letter.charCodeAt(0) - 65)
    .filter((index) => runs[index] !== undefined);
  return {
    atMs: parseSpan(time),
    workload: Number.isInteger(workload) && workload >= 0 ? workload : 0,
    runs: shown.length > 0 ? shown : undefined,
  };
}

function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

const FIRST: readonly number[] = [0];
const BOTH: readonly number[] = [0, 1];

export interface AppProps {
  readonly runs: readonly Run[];
  /** Whether the address of the page follows the clock; not where it holds something else. */
  readonly hasAddress?: boolean;
  /** Hears of the clock, for what acts at the playhead. */
  readonly onClock?: (clock: Clock) => void;
}

export function App({ runs, hasAddress = true, onClock }: AppProps): JSX.Element {
  const start = useMemo(() => placeOf(hasAddress ? window.location.hash : '', runs), []);
  const edgeMs = Math.max(...runs.map((run) => run.edgeMs));
  const last = useRef<Clock | undefined>(undefined);
  const clock = useMemo(() => new Clock(edgeMs), [edgeMs]);
  const workload = useSignal(start.workload);
  const asked = useSignal(start.runs);
  const chosen = asked.value ?? (runs.length > 1 ? BOTH : FIRST);
  const shown: readonly (LabelledLanes & { readonly run: Run })[] = useMemo(
    () =>
      chosen.flatMap((index) => {
        const run = runs[index];
        const lanes = run?.lanes(Math.min(workload.value, run.workloads.length - 1));
        return run === undefined || lanes === undefined ? [] : [{ run, lanes, label: letter(index), endMs: run.endMs }];
      }),
    [chosen, workload.value, runs],
  );
  const worstMs = shown[0]?.lanes.worstMs ?? 0;
  useEffect(() => {
    // A new run of another length keeps the place of the one before.
    clock.moveTo(last.current?.atMs.peek() ?? start.atMs ?? worstMs);
    last.current = clock;
    onClock?.(clock);
  }, [clock]);
  useAddress(hasAddress, clock, workload.value, chosen, {
    isComparing: runs.length > 1,
    hasSeveral: runs.some((run) => run.workloads.length > 1),
  });
  useKeys(clock, shown[0]?.lanes, worstMs);
  const [first] = shown;
  return (
    <>
      <Head runs={runs} chosen={chosen} onChoose={(next) => (asked.value = next)} shown={shown} clock={clock} />
      <main>
        <WorkloadTable runs={runs} chosen={workload.value} onChoose={(index) => (workload.value = index)} />
        <CompareCard shown={shown} clock={clock} />
        {first === undefined ? (
          <p class="card pad">No Rollout and no Deployment is in this run.</p>
        ) : (
          <LanesCard runs={shown} clock={clock} />
        )}
        <Controls clock={clock} lanes={first?.lanes} worstMs={worstMs} />
        {shown.map(({ run, lanes, label }) => (
          <section
            key={label}
            class="now"
            aria-label={shown.length > 1 ? `Run ${label} at the playhead` : 'At the playhead'}
          >
            {shown.length > 1 ? <h2 class="run-name">{`${label}: ${run.label}`}</h2> : null}
            <StepsCard run={run} lanes={lanes} clock={clock} />
            <FlowCard run={run} lanes={lanes} clock={clock} />
            <DetailsCard run={run} lanes={lanes} clock={clock} />
          </section>
        ))}
      </main>
    </>
  );
}

/** Keeps the address on the clock, and the clock on an address that somebody types. */
function useAddress(
  hasAddress: boolean,
  clock: Clock,
  workload: number,
  chosen: readonly number[],
  { isComparing, hasSeveral }: { readonly isComparing: boolean; readonly hasSeveral: boolean },
): void {
  useEffect(() => {
    if (!hasAddress) return undefined;
    let timer: number | undefined;
    const write = (): void => {
      const parts = [formatSpan(Math.round(clock.atMs.peek() / 1000) * 1000)];
      if (hasSeveral) parts.push(`w=${workload}`);
      if (isComparing) parts.push(`run=${chosen.map(letter).join('')}`);
      window.history.replaceState(null, '', `#${parts.join('&')}`);
    };
    const stop = clock.atMs.subscribe(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(write, 150);
    });
    const read = (): void => {
      const atMs = parseSpan(window.location.hash.replace(/^#/, '').split('&')[0] ?? '');
      if (atMs !== undefined) clock.moveTo(atMs);
    };
    window.addEventListener('hashchange', read);
    return () => {
      stop();
      window.clearTimeout(timer);
      window.removeEventListener('hashchange', read);
    };
  }, [hasAddress, clock, workload, chosen, isComparing, hasSeveral]);
}

/** The instants at which something is marked, or the pods or steps turn. */
function momentsOf(lanes: WorkloadLanes): readonly number[] {
  const all = [...lanes.marks, ...lanes.course, ...lanes.measurements].map(({ atMs }) => atMs);
  return [...new Set(all)].sort((a, b) => a - b);
}

function step(clock: Clock, lanes: WorkloadLanes | undefined, by: 1 | -1): void {
  if (lanes === undefined) return;
  const at = clock.atMs.peek();
  const moments = momentsOf(lanes);
  const next = by > 0 ? moments.find((moment) => moment > at) : moments.findLast((moment) => moment < at);
  if (next !== undefined) clock.moveTo(next);
}

function useKeys(clock: Clock, lanes: WorkloadLanes | undefined, worstMs: number): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // In a shadow root, such as the editor's, the event names its host as the target.
      const [target] = event.composedPath();
      const isTyping =
        target instanceof HTMLSelectElement ||
        (target instanceof HTMLElement && target.isContentEditable) ||
        (target instanceof HTMLInputElement && target.type !== 'range');
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const seconds = event.shiftKey ? 15_000 : 1000;
      const actions = new Map<string, () => void>([
        ['ArrowLeft', () => clock.moveTo(clock.atMs.peek() - seconds)],
        ['ArrowRight', () => clock.moveTo(clock.atMs.peek() + seconds)],
        ['Home', () => clock.moveTo(0)],
        ['End', () => clock.moveTo(clock.edgeMs)],
        ['j', () => step(clock, lanes, 1)],
        ['k', () => step(clock, lanes, -1)],
        ['w', () => clock.moveTo(worstMs)],
        ['0', () => clock.zoomOut()],
      ]);
      if (!(target instanceof HTMLButtonElement))
        actions.set(' ', () => (clock.isPlaying.value = !clock.isPlaying.peek()));
      const action = actions.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [clock, lanes, worstMs]);
}

function Controls({
  clock,
  lanes,
  worstMs,
}: {
  readonly clock: Clock;
  readonly lanes: WorkloadLanes | undefined;
  readonly worstMs: number;
}): JSX.Element {
  return (
    <div class="controls">
      <button type="button" id="play" onClick={() => (clock.isPlaying.value = !clock.isPlaying.peek())}>
        {clock.isPlaying.value ? '❚❚ Pause' : '▶ Play'}
      </button>
      <button type="button" id="back" onClick={() => step(clock, lanes, -1)}>
        ◀ Previous moment
      </button>
      <button type="button" id="on" onClick={() => step(clock, lanes, 1)}>
        Next moment ▶
      </button>
      <button type="button" id="worst" onClick={() => clock.moveTo(worstMs)}>
        Worst moment
      </button>
      {clock.isZoomed.value ? (
        <button type="button" id="whole" onClick={() => clock.zoomOut()}>
          Whole run
        </button>
      ) : null}
      <span class="keys">
        <kbd>←</kbd> <kbd>→</kbd> 1s, with <kbd>Shift</kbd> 15s · <kbd>J</kbd> <kbd>K</kbd> moments · <kbd>Space</kbd>{' '}
        play · <kbd>W</kbd> worst · drag the axis to zoom
      </span>
    </div>
  );
}

interface HeadProps {
  readonly runs: readonly Run[];
  readonly chosen: readonly number[];
  readonly onChoose: (chosen: readonly number[]) => void;
  readonly shown: readonly (LabelledLanes & { readonly run: Run })[];
  readonly clock: Clock;
}

function Head({ runs, chosen, onChoose, shown, clock }: HeadProps): JSX.Element {
  const [first] = runs;
  const scenario = first?.timeline.header.scenario;
  const title = scenario === undefined || scenario.title === '' ? (scenario?.name ?? '') : scenario.title;
  const choices = runs.length < 2 ? [] : [...runs.map((_, index) => [index]), ...(runs.length > 1 ? [[0, 1]] : [])];
  return (
    <header>
      <h1>
        {title}
        {scenario !== undefined && title !== scenario.name ? <small>{scenario.name}</small> : null}
      </h1>
      {choices.length === 0 ? null : (
        <div class="choices" role="group" aria-label="Which run">
          {choices.map((choice) => (
            <button
              key={choice.join()}
              type="button"
              aria-pressed={choice.join() === chosen.join()}
              onClick={() => onChoose(choice)}
            >
              {choice.length === 1
                ? `${letter(choice[0] ?? 0)}: ${runs[choice[0] ?? 0]?.label ?? ''}`
                : choice.map(letter).join(' and ')}
            </button>
          ))}
        </div>
      )}
      {shown.map(({ run, lanes, label }) => (
        <Chips key={label} run={run} lanes={lanes} label={shown.length > 1 ? label : undefined} clock={clock} />
      ))}
      {shown.slice(0, 1).map(({ run, label }) => (
        <Findings key={label} run={run} clock={clock} />
      ))}
    </header>
  );
}

interface Chip {
  readonly tone: 'good' | 'wait' | 'bad' | 'quiet';
  readonly text: string;
  readonly atMs?: number | undefined;
}

/** What came of the run, in a few words: first for users, then for the update, then of expectations. Each leads to its moment. */
function chipsOf(run: Run, lanes: WorkloadLanes): readonly Chip[] {
  const { phase, abortedMs, lowest, wanted } = figuresOf(lanes);
  const chips: Chip[] = [];
  const firstDanger = lanes.dangers[0]?.fromMs;
  const { text, tone } = outcomeWords(outcomeOf(run.timeline));
  chips.push({ tone: tone === 'good' || tone === 'bad' ? tone : 'wait', text, atMs: firstDanger });
  for (const { fromMs, toMs, requests: all, errors } of [...lanes.dangers]
    .sort((a, b) => b.errors - a.errors)
    .slice(0, 1)) {
    chips.push({
      tone: 'bad',
      text: `${percent(errors / Math.max(1, all))} failed for ${formatSpan(toMs - fromMs)}`,
      atMs: fromMs,
    });
  }
  if (abortedMs !== undefined)
    chips.push({ tone: 'bad', text: `Aborted at ${formatSpan(abortedMs)}`, atMs: abortedMs });
  if (lowest !== undefined && lowest < wanted) {
    chips.push({ tone: 'wait', text: `At least ${lowest} of ${wanted} pods ready` });
  }
  const failedOnes = run.timeline.verdicts.filter(({ passed }) => !passed);
  if (failedOnes.length > 0) {
    chips.push({
      tone: 'bad',
      text: `${failedOnes.length} of ${run.timeline.verdicts.length} expectations failed`,
      atMs: failedOnes[0]?.atMs,
    });
  } else if (run.timeline.verdicts.length > 0) {
    const count = run.timeline.verdicts.length;
    chips.push({ tone: 'good', text: count === 1 ? 'The expectation holds' : `All ${count} expectations hold` });
  }
  if (phase !== '') chips.push({ tone: 'quiet', text: `${readable(phaseSign(phase))} ${phase} at the end` });
  return chips;
}

function Chips({
  run,
  lanes,
  label,
  clock,
}: {
  readonly run: Run;
  readonly lanes: WorkloadLanes;
  readonly label: string | undefined;
  readonly clock: Clock;
}): JSX.Element {
  return (
    <div class="chips">
      {label === undefined ? null : <b class="run-letter">{label}</b>}
      {chipsOf(run, lanes).map(({ tone, text, atMs }) =>
        atMs === undefined ? (
          <span key={text} class={`chip ${tone}`}>
            {text}
          </span>
        ) : (
          <button
            key={text}
            type="button"
            class={`chip ${tone}`}
            onClick={() => clock.moveTo(atMs)}
            title={`Go to ${formatSpan(atMs)}`}
          >
            {text}
          </button>
        ),
      )}
    </div>
  );
}

const MOST_FINDINGS = 3;

function Findings({ run, clock }: { readonly run: Run; readonly clock: Clock }): JSX.Element | null {
  const isOpen = useSignal(false);
  const texts = new Map(run.timeline.findings.map((finding) => [finding.text, finding] as const));
  if (texts.size === 0) return null;
  const all = [...texts.values()].sort(compareBySeverity);
  const shown = isOpen.value ? all : all.slice(0, MOST_FINDINGS);
  return (
    <ul class="findings" aria-label="Findings">
      {shown.map(({ id, title, severity, text, where, fix, atMs }) => (
        <li key={text}>
          <button type="button" class="when" onClick={() => clock.moveTo(atMs)}>
            {formatSpan(atMs)}
          </button>{' '}
          {title === undefined ? null : (
            <b class={severity === 'harm' || severity === 'stuck' ? 'bad' : 'wait'}>{title}: </b>
          )}
          {where === undefined ? null : (
            <code>
              {where.file}:{where.line}:{where.column}
            </code>
          )}{' '}
          {text} <code>{id}</code>
          {fix === undefined ? null : (
            <div class="note">
              <b class="good">fix</b> {fix.text}
              {fix.outcome === undefined ? '' : `. With it: ${fix.outcome}`}
            </div>
          )}
        </li>
      ))}
      {all.length > MOST_FINDINGS && !isOpen.value ? (
        <li>
          <button type="button" class="when" onClick={() => (isOpen.value = true)}>
            {all.length - MOST_FINDINGS} more
          </button>
        </li>
      ) : null}
    </ul>
  );
}
