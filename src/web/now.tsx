import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { stringify } from 'yaml';
import { formatSpan } from '../text/durations.ts';
import type { CourseAt } from '../report/lanes/course.ts';
import { inForce } from '../report/lanes/pods.ts';
import { measurementLook } from '../report/lanes/draw.ts';
import type { Line, Moment, Span } from '../report/moment.ts';
import { workloadViewAt } from '../session/instant.ts';
import type { ChangeEntry, EventEntry } from '../timeline/timeline.ts';
import { lastSeqAt } from '../timeline/instants.ts';
import type { Clock } from './clock.ts';
import type { Run, WorkloadLanes } from './model.ts';

interface NowProps {
  readonly run: Run;
  readonly lanes: WorkloadLanes;
  readonly clock: Clock;
}

/** The steps of the update with the current one lit, and the time that is left of it. */
export function StepsCard({ lanes, clock }: NowProps): JSX.Element | null {
  const atMs = clock.atMs.value;
  const at = inForce(lanes.course, atMs);
  if (at === undefined) return null;
  const { sample, steps } = at;
  const isUnderWay = at.stableHash !== at.currentHash;
  const next = lanes.course.find(
    (one) =>
      one.atMs > atMs && (one.sample.step?.index !== sample.step?.index || one.sample.aborted !== sample.aborted),
  );
  const left =
    next === undefined || !isUnderWay ? '' : `${formatSpan(next.atMs - Math.round(atMs / 1000) * 1000)} left`;
  const index = sample.step?.index ?? 0;
  return (
    <section class="card" aria-label="Steps">
      <h2>
        Steps <b>{sample.phase}</b>
      </h2>
      {sample.message === '' ? null : <p class="message">{sample.message}</p>}
      {steps.length === 0 ? (
        <Stages at={at} lanes={lanes} />
      ) : (
        <ol class="steps">
          {steps.map((text, step) => {
            const state = sample.aborted ? 'off' : !isUnderWay || step < index ? 'done' : step === index ? 'on' : '';
            return (
              <li key={step} class={state} aria-current={state === 'on' ? 'step' : undefined}>
                <i>{state === 'done' ? '✔' : state === 'on' ? '▶' : state === 'off' ? '✖' : step + 1}</i>
                <span>{text}</span>
                {state === 'on' ? <span class="left">{left}</span> : null}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

/** Of a strategy without steps: which version callers get, and which one waits. */
function Stages({ at, lanes }: { readonly at: CourseAt; readonly lanes: WorkloadLanes }): JSX.Element {
  const nameOf = (hash: string | undefined): string =>
    lanes.workload.versions.find((version) => version.hash === hash)?.name ?? hash ?? 'none';
  const rows: readonly (readonly [string, string])[] = [
    ...(at.isBlueGreen ? ([['Active Service', nameOf(at.served)]] as const) : []),
    ['Stable', nameOf(at.stableHash)],
    ['New', at.currentHash === at.stableHash ? 'none' : nameOf(at.currentHash)],
  ];
  return (
    <dl class="stages">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const TABS = [
  { id: 'why', name: 'Why' },
  { id: 'object', name: 'Object' },
  { id: 'measurements', name: 'Measurements' },
  { id: 'events', name: 'Events' },
  { id: 'view', name: 'kubectl' },
] as const;

type Tab = (typeof TABS)[number]['id'];

export function DetailsCard(props: NowProps): JSX.Element {
  const tab = useSignal<Tab>('why');
  const { lanes } = props;
  const shown = TABS.filter(({ id }) => id !== 'measurements' || lanes.measurements.length > 0);
  const choose = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.stopPropagation();
    const index = shown.findIndex(({ id }) => id === tab.value);
    const next = shown[(index + step + shown.length) % shown.length];
    if (next === undefined) return;
    tab.value = next.id;
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <section class="card details" aria-label="At this moment">
      <div class="tabs" role="tablist" aria-label="At this moment" onKeyDown={choose}>
        {shown.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={tab.value === id}
            aria-controls="pane"
            tabIndex={tab.value === id ? 0 : -1}
            onClick={() => (tab.value = id)}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="pane" role="tabpanel" id="pane" aria-labelledby={`tab-${tab.value}`} tabIndex={0}>
        {tab.value === 'why' ? <Why {...props} /> : null}
        {tab.value === 'object' ? <ObjectPane {...props} /> : null}
        {tab.value === 'measurements' ? <Measurements {...props} /> : null}
        {tab.value === 'events' ? <Events {...props} /> : null}
        {tab.value === 'view' ? (
          <pre>{readable(workloadViewAt(props.run.timeline, lanes.workload, props.clock.atMs.value))}</pre>
        ) : null}
      </div>
    </section>
  );
}

/** Signs of the plugin that common fonts of browsers lack, and what stands for them here, each as wide as its original. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['॥', '‖'],
  ['⧉', '❐'],
  ['⟳', '↻'],
]);

export function readable(text: string): string {
  return text.replace(/[॥⧉⟳]/g, (sign) => SIGNS.get(sign) ?? sign);
}

function Spans({ spans }: { readonly spans: readonly Span[] }): JSX.Element {
  return (
    <>
      {spans.map(({ text, tone }, index) => (
        <span key={index} class={tone ?? ''}>
          {readable(text)}
        </span>
      ))}
    </>
  );
}

const MOST_MOMENTS = 12;

/** What happened up to the playhead, newest first, with the reasons that the controllers' decisions gave. */
function Why({ run, lanes, clock }: NowProps): JSX.Element {
  const atMs = clock.atMs.value;
  const { label } = lanes.workload;
  const past = run.moments
    .filter((moment) => moment.atMs <= atMs)
    .slice(-MOST_MOMENTS)
    .reverse();
  if (past.length === 0) return <p class="quiet">Nothing has happened yet.</p>;
  return (
    <>
      {past.map((moment) => (
        <MomentOf key={moment.atMs} moment={moment} label={label} onTime={() => clock.moveTo(moment.atMs)} />
      ))}
    </>
  );
}

const ROUTINE: ReadonlySet<Line['kind']> = new Set(['events', 'apply']);

function MomentOf({
  moment,
  label,
  onTime,
}: {
  readonly moment: Moment;
  readonly label: string;
  readonly onTime: () => void;
}): JSX.Element | null {
  const lines = moment.lines.filter(
    ({ subject, kind }) => (subject === undefined || subject === label) && !ROUTINE.has(kind),
  );
  if (lines.length === 0) return null;
  return (
    <div class="moment">
      <button type="button" class="when" onClick={onTime}>
        {formatSpan(moment.atMs)}
      </button>
      <ul>
        {lines.map((line, index) => (
          <li key={index}>
            <span class="kind">{line.kind}</span> <Spans spans={line.spans} />
            {line.notes.map((note, at) => (
              <div key={at} class="note">
                {note.text}
              </div>
            ))}
            {line.because.map((because) => (
              <details key={because.rule + because.text} class="because">
                <summary>
                  because {because.text} <code>{because.rule}</code>
                </summary>
                <ul>
                  {because.inputs.map((input) => (
                    <li key={input}>{input}</li>
                  ))}
                  {because.source === undefined ? null : <li class="quiet">Source: {because.source}</li>}
                </ul>
              </details>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Any object of the run as YAML; lines that its last write changed are marked. */
function ObjectPane({ run, lanes, clock }: NowProps): JSX.Element {
  const objects = useMemo(() => objectsOf(run), [run]);
  const own = `${lanes.workload.kind} ${lanes.workload.namespace}/${lanes.workload.name}`;
  const chosen = useSignal(objects.has(own) ? own : ([...objects.keys()][0] ?? ''));
  const changes = objects.get(chosen.value) ?? [];
  const last = changes.findLast(({ atMs }) => atMs <= clock.atMs.value);
  return (
    <>
      <label class="pick">
        Object{' '}
        <select value={chosen.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          {[...objects.keys()].map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
        </select>
      </label>
      {last === undefined ? (
        <p class="quiet">It does not exist yet.</p>
      ) : last.after === undefined ? (
        <p class="quiet">It was deleted at {formatSpan(last.atMs)}.</p>
      ) : (
        <>
          <p class="quiet">
            Last written at {formatSpan(last.atMs)} by {last.actor}; marked lines are what this write changed.
          </p>
          <YamlOf change={last} />
        </>
      )}
    </>
  );
}

function objectsOf(run: Run): ReadonlyMap<string, readonly ChangeEntry[]> {
  const objects = new Map<string, ChangeEntry[]>();
  for (const entry of run.timeline.entries) {
    if (entry.kind !== 'change') continue;
    const { kind, namespace, name } = entry.object;
    const key = `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
    const known = objects.get(key);
    if (known === undefined) objects.set(key, [entry]);
    else known.push(entry);
  }
  return new Map([...objects].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function YamlOf({ change }: { readonly change: ChangeEntry }): JSX.Element {
  const { apiVersion, kind } = change.object;
  const yamlOf = (object: object | undefined): readonly string[] =>
    object === undefined ? [] : stringify({ apiVersion, kind, ...object }, { lineWidth: 0 }).split('\n');
  const lines = yamlOf(change.after);
  const before = new Set(yamlOf(change.before));
  return (
    <pre>
      {lines.map((line, index) => (
        <span key={index}>
          {change.before === undefined || before.has(line) ? line : <mark>{line}</mark>}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function Measurements({ lanes, clock }: NowProps): JSX.Element {
  const past = lanes.measurements.filter(({ atMs }) => atMs <= clock.atMs.value).reverse();
  if (past.length === 0) return <p class="quiet">Nothing was measured yet.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>Time</th>
          <th>Metric</th>
          <th>Value</th>
          <th>Phase</th>
          <th>Condition</th>
        </tr>
      </thead>
      <tbody>
        {past.map(({ atMs, run, metric, value, phase, condition }) => {
          const { sign, look } = measurementLook(phase);
          return (
            <tr key={`${run}${metric}${atMs}`}>
              <td>{formatSpan(atMs)}</td>
              <td>{metric}</td>
              <td>{value}</td>
              <td class={look}>
                {sign} {phase}
              </td>
              <td>
                <code>{condition}</code>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const MOST_EVENTS = 40;

function Events({ run, clock }: NowProps): JSX.Element {
  const { entries } = run.timeline;
  const end = lastSeqAt(run.timeline, clock.atMs.value);
  const events: EventEntry[] = [];
  for (let seq = end; seq >= 0 && events.length < MOST_EVENTS; seq -= 1) {
    const entry = entries[seq];
    if (entry?.kind === 'event') events.push(entry);
  }
  if (events.length === 0) return <p class="quiet">No events yet.</p>;
  return (
    <Table heads={['Time', 'Reason', 'Object', 'Message']}>
      {events.map(({ seq, atMs, type, reason, object, message }) => (
        <tr key={seq} class={type === 'Warning' ? 'bad' : ''}>
          <td>{formatSpan(atMs)}</td>
          <td>{reason}</td>
          <td>
            {object.kind}/{object.name}
          </td>
          <td>{message}</td>
        </tr>
      ))}
    </Table>
  );
}

function Table({
  heads,
  children,
}: {
  readonly heads: readonly string[];
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head}>{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
