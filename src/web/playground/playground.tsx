import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatSpan } from '../../text/durations.ts';
import type { Diagnostic } from '../../scenario/diagnostics.ts';
import { App } from '../app.tsx';
import type { Clock } from '../clock.ts';
import { Run } from '../model.ts';
import { readLines } from '../payload.ts';
import type { Entry } from './catalogue.ts';
import { Editor } from './editor.tsx';
import type { RunAnswer } from './engine-worker.ts';
import { type Knob, knobsOf, turned, withCommand } from './knobs.ts';
import { packFiles, unpackFiles, zipFiles } from './share.ts';

type Files = ReadonlyMap<string, string>;

/** Runs files in the worker; only the answer to the latest request counts. */
class Engine {
  readonly #worker: Worker;
  #id = 0;

  constructor(worker: Worker, onAnswer: (answer: RunAnswer) => void) {
    this.#worker = worker;
    worker.addEventListener('message', (event: MessageEvent<RunAnswer>) => {
      if (event.data.id === this.#id) onAnswer(event.data);
    });
  }

  run(files: Files): void {
    this.#id += 1;
    this.#worker.postMessage({ id: this.#id, files: Object.fromEntries(files) });
  }
}

interface Outcome {
  readonly run: Run | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly fault: string | undefined;
}

const NOTHING: Outcome = { run: undefined, diagnostics: [], fault: undefined };

/** Milliseconds after the last keystroke before the run is made again. */
const TYPING_MS = 250;

export function Playground({
  catalogue,
  worker,
}: {
  readonly catalogue: readonly Entry[];
  readonly worker: Worker;
}): JSX.Element {
  const start = useMemo(() => startOf(catalogue), []);
  const entry = useSignal(start.entry);
  const files = useSignal<Files>(start.files);
  const shown = useSignal([...start.files.keys()].find((name) => name !== 'scenario.yaml') ?? 'scenario.yaml');
  const outcome = useSignal<Outcome>(NOTHING);
  const before = useSignal<Run | undefined>(undefined);
  const clock = useRef<Clock | undefined>(undefined);
  const engine = useMemo(
    () =>
      new Engine(worker, ({ diagnostics, lines, fault }) => {
        const run = lines === undefined ? undefined : new Run({ label: 'after', timeline: readLines(lines) });
        outcome.value = { run: run ?? outcome.peek().run, diagnostics, fault };
        if (run !== undefined) before.value ??= asBefore(run);
      }),
    [],
  );
  useEffect(() => {
    const timer = window.setTimeout(() => engine.run(files.value), outcome.peek().run === undefined ? 0 : TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [files.value]);
  const revision = useSignal(0);
  const type = (name: string, text: string): void => {
    if (files.peek().get(name) !== text) files.value = new Map([...files.peek(), [name, text]]);
  };
  const set = (name: string, text: string): void => {
    type(name, text);
    revision.value += 1;
  };
  const choose = (id: string): void => {
    const next = catalogue.find((one) => one.id === id);
    if (next === undefined) return;
    window.history.replaceState(null, '', `#${id}`);
    [entry.value, files.value, before.value, outcome.value] = [next, next.files, undefined, NOTHING];
    shown.value = [...next.files.keys()].find((name) => name !== 'scenario.yaml') ?? 'scenario.yaml';
  };
  const { run, diagnostics, fault } = outcome.value;
  const runs = useMemo(() => {
    const [old, now] = [before.value, run];
    if (now === undefined) return [];
    return old === undefined || old.timeline === now.timeline ? [now] : [old, now];
  }, [before.value, run]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const ofShown = useMemo(
    () => diagnostics.filter(({ file }) => file.replace(/^\.\//, '') === shown.value),
    [diagnostics, shown.value],
  );
  return (
    <div class="playground">
      <aside class="workbench" aria-label="Manifests and scenario">
        <Chooser catalogue={catalogue} chosen={entry.value?.id} onChoose={choose} />
        {entry.value?.html === undefined ? null : (
          <article class="lesson" dangerouslySetInnerHTML={{ __html: entry.value.html }} />
        )}
        <div class="file-tabs" role="tablist" aria-label="Files">
          {[...files.value.keys()].map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === shown.value}
              onClick={() => (shown.value = name)}
            >
              {name}
            </button>
          ))}
          <AddFile onAdd={(name) => [set(name, ''), (shown.value = name)]} />
        </div>
        <Editor
          key={`${entry.value?.id ?? ''}${shown.value}`}
          name={shown.value}
          text={files.value.get(shown.value) ?? ''}
          diagnostics={ofShown}
          revision={revision.value}
          onChange={(text) => type(shown.peek(), text)}
        />
        <Problems fault={fault} errors={errors} onOpen={(file) => (shown.value = file.replace(/^\.\//, ''))} />
        <Knobs
          files={files.value}
          onTurn={(knob, value) => set(knob.file, turned(files.peek().get(knob.file) ?? '', knob, value))}
        />
        <Command
          onRun={(command) => {
            const at = formatSpan(Math.round((clock.current?.atMs.peek() ?? 0) / 1000) * 1000);
            set('scenario.yaml', withCommand(files.peek().get('scenario.yaml') ?? EMPTY_SCENARIO, at, command));
          }}
        />
        <div class="controls pad">
          <button type="button" onClick={() => (before.value = run === undefined ? undefined : asBefore(run))}>
            Compare from here on
          </button>
          <Share files={files.value} name={entry.value?.id ?? 'rehearsal'} />
        </div>
      </aside>
      <div class="stage">
        {runs.length === 0 ? (
          <p class="card pad">{errors.length > 0 ? 'The files have errors: see on the left.' : 'Rehearsing …'}</p>
        ) : (
          <App key={entry.value?.id ?? ''} runs={runs} hasAddress={false} onClock={(next) => (clock.current = next)} />
        )}
      </div>
    </div>
  );
}

const EMPTY_SCENARIO = `apiVersion: rehearse.dev/v1
kind: Scenario
metadata:
  name: playground
spec:
  manifests: [rollout.yaml]
`;

/** A run as the one that later runs are compared with. */
function asBefore({ timeline }: Run): Run {
  return new Run({ label: 'before', timeline });
}

/** The files of the address, the entry that it names, or the first entry. */
function startOf(catalogue: readonly Entry[]): { readonly entry: Entry | undefined; readonly files: Files } {
  const hash = window.location.hash.replace(/^#/, '');
  const shared = hash.startsWith('z=') ? unpackFiles(hash.slice(2)) : undefined;
  if (shared !== undefined) return { entry: undefined, files: shared };
  const entry = catalogue.find(({ id }) => id === hash) ?? catalogue[0];
  return { entry, files: entry?.files ?? new Map() };
}

function Chooser({
  catalogue,
  chosen,
  onChoose,
}: {
  readonly catalogue: readonly Entry[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}): JSX.Element {
  const [lessons, scenarios] = [
    catalogue.filter(({ html }) => html !== undefined),
    catalogue.filter(({ html }) => html === undefined),
  ];
  const options = (entries: readonly Entry[]): readonly JSX.Element[] =>
    entries.map(({ id, title }) => (
      <option key={id} value={id}>
        {title}
      </option>
    ));
  return (
    <label class="pick pad">
      Start from{' '}
      <select value={chosen ?? ''} onChange={(event) => onChoose(event.currentTarget.value)}>
        {chosen === undefined ? <option value="">shared files</option> : null}
        {lessons.length === 0 ? null : <optgroup label="Course">{options(lessons)}</optgroup>}
        <optgroup label="Scenarios">{options(scenarios)}</optgroup>
      </select>
    </label>
  );
}

function AddFile({ onAdd }: { readonly onAdd: (name: string) => void }): JSX.Element {
  const name = useSignal('');
  return (
    <form
      class="add-file"
      onSubmit={(event) => {
        event.preventDefault();
        const clean = name
          .peek()
          .trim()
          .replace(/[^A-Za-z0-9._-]/g, '-');
        if (clean !== '') onAdd(/\.\w+$/.test(clean) ? clean : `${clean}.yaml`);
        name.value = '';
      }}
    >
      <input
        aria-label="Name of a new file"
        placeholder="+ file"
        value={name.value}
        onInput={(event) => (name.value = event.currentTarget.value)}
      />
    </form>
  );
}

function Problems({
  fault,
  errors,
  onOpen,
}: {
  readonly fault: string | undefined;
  readonly errors: readonly Diagnostic[];
  readonly onOpen: (file: string) => void;
}): JSX.Element | null {
  if (fault === undefined && errors.length === 0) return null;
  return (
    <ul class="problems" aria-live="polite">
      {fault === undefined ? null : <li class="bad">Internal error: {fault}</li>}
      {errors.map(({ file, line, column, message, fix, code }) => (
        <li key={`${file}${line}${column}${code}`}>
          <button type="button" class="when" onClick={() => onOpen(file)}>
            {file.replace(/^\.\//, '')}:{line}:{column}
          </button>{' '}
          {message}
          {fix === undefined ? null : <div class="note">help: {fix}</div>}
        </li>
      ))}
    </ul>
  );
}

function Knobs({
  files,
  onTurn,
}: {
  readonly files: Files;
  readonly onTurn: (knob: Knob, value: number) => void;
}): JSX.Element | null {
  const knobs = useMemo(() => knobsOf(files), [files]);
  if (knobs.length === 0) return null;
  return (
    <details class="knobs" open>
      <summary>Sliders</summary>
      {knobs.map((knob) => (
        <label key={`${knob.file}${knob.document}${knob.path.join('.')}`}>
          <span>{knob.label}</span>
          <input
            type="range"
            min={knob.min}
            max={knob.max}
            step={knob.step}
            value={knob.value}
            onInput={(event) => onTurn(knob, Number(event.currentTarget.value))}
          />
          <output>
            {knob.form === 'seconds'
              ? formatSpan(knob.value * 1000)
              : knob.form === 'share'
                ? `${Math.round(knob.value * 1000) / 10} %`
                : knob.value}
          </output>
        </label>
      ))}
    </details>
  );
}

function Command({ onRun }: { readonly onRun: (command: string) => void }): JSX.Element {
  const text = useSignal('');
  return (
    <form
      class="command"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.peek().trim() !== '') onRun(text.peek().trim());
        text.value = '';
      }}
    >
      <label>
        Command at the playhead{' '}
        <input
          placeholder="kubectl argo rollouts abort shop"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit">Run</button>
    </form>
  );
}

function Share({ files, name }: { readonly files: Files; readonly name: string }): JSX.Element {
  const said = useSignal('');
  const share = (): void => {
    const packed = packFiles(files);
    window.history.replaceState(null, '', `#z=${packed}`);
    said.value = `The address now holds the files (${packed.length} characters).`;
  };
  const save = (): void => {
    const link = document.createElement('a');
    const url = URL.createObjectURL(new Blob([zipFiles(name, files)], { type: 'application/zip' }));
    [link.href, link.download] = [url, `${name}.zip`];
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <button type="button" onClick={share}>
        Share as address
      </button>
      <button type="button" onClick={save}>
        Save as files
      </button>
      <span aria-live="polite">{said.value}</span>
    </>
  );
}
