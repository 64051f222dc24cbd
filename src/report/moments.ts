import { APPLICATION } from '../api/argocd/resources.ts';
import type { ObjectReader } from '../api/reader.ts';
import { REPLICA_SET, SERVICE } from '../api/resources.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import { findRollout } from '../timeline/facts/rollouts.ts';
import { type PodTrouble, podTroubles } from '../timeline/facts/pods.ts';
import { servicesOf } from '../timeline/facts/services.ts';
import { type WorkloadName, workloadsOf } from '../timeline/facts/workloads.ts';
import { byInstant } from '../timeline/instants.ts';
import { stateAt } from '../timeline/state.ts';
import type {
  ActionEntry,
  AnalysisResult,
  ChangeEntry,
  EventEntry,
  FailureEntry,
  Finding,
  Timeline,
  TimelineEntry,
  Verdict,
} from '../timeline/timeline.ts';
import { actionLine, actionText } from '../world/actions/actions.ts';
import { analysisLook } from './analysis/words.ts';
import { applicationInstants } from './argocd-lines.ts';
import { attachReasons } from './because.ts';
import { formatSpan } from '../text/durations.ts';
import { type Line, type LineKind, type Moment, type Span, span } from './moment.ts';
import { workloadLabel } from './workload-label.ts';
import { workloadFacts, workloadStep } from './workload-lines.ts';

/**
 * The run as people read it: one moment for each instant at which something worth telling happened, with what changed
 * between its settled state and the one before.
 */
export function momentsOf(timeline: Timeline): readonly Moment[] {
  const workloads = workloadsOf(timeline);
  const subjectOf = (name: WorkloadName): string | undefined =>
    workloads.length > 1 ? workloadLabel(name, workloads) : undefined;
  const moments: Moment[] = [];
  const troubles = troublesByInstant(timeline);
  const repeats = repeatedWarnings(timeline);
  let before = stateAt(timeline, -1);
  for (const { atMs, entries, findings, analyses, verdicts } of byInstant(timeline)) {
    const after = stateAt(timeline, atMs);
    const lines = [
      ...actionLines(entries),
      ...manifestLines(entries),
      ...workloads.flatMap((name) =>
        workloadLines(timeline, { name, subject: subjectOf(name), before, after, entries }),
      ),
      ...troubleLines(troubles.get(atMs) ?? [], after),
      ...applicationLines(timeline, entries, before, after),
      ...eventLines(entries, repeats),
      ...failureLines(entries),
      ...analysisLines(analyses),
      ...findingLines(findings),
      ...verdictLines(timeline, verdicts),
    ];
    if (lines.length > 0) moments.push({ atMs, lines });
    before = after;
  }
  return moments;
}

function line(kind: LineKind, spans: readonly Span[], notes: readonly Span[] = []): Line {
  return { kind, spans, notes, because: [] };
}

function actionLines(entries: readonly TimelineEntry[]): readonly Line[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'action') return [];
    const { action, output, error, automatic, parsed } = entry;
    const { heading, text } = actionLine(action);
    const notes = [
      ...(isView(parsed) ? outputLines(output) : []),
      ...(error === undefined ? [] : [span(error.trim(), 'bad')]),
    ];
    return line(automatic === true ? 'auto' : heading, [span(text, 'strong')], notes);
  });
}

const VIEW_WORDS: ReadonlySet<string> = new Set(['get', 'list', 'status', 'history']);

/** Whether somebody typed a command to see something: then its output is what happened. */
function isView(parsed: ActionEntry['parsed']): boolean {
  return parsed?.verb.split(' ').some((word) => VIEW_WORDS.has(word)) === true;
}

/** Lines of a command's output; spaces at their beginning are kept when lines are wrapped. */
function outputLines(output = ''): readonly Span[] {
  const lines = output.trimEnd().split('\n');
  return lines.map((text) => span(text.replace(/^ +/, (spaces) => '\u00a0'.repeat(spaces.length))));
}

/** Objects that people made, changed or removed; what controllers do to their own objects is told by the rollouts. */
function manifestLines(entries: readonly TimelineEntry[]): readonly Line[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'change') return [];
    const { before, after, object } = entry;
    const isBorn = before === undefined && object.kind !== REPLICA_SET.kind && object.kind !== 'Pod';
    const isGone = after === undefined && object.kind !== REPLICA_SET.kind && object.kind !== 'Pod';
    if (!isBorn && !isGone) return [];
    const namespace = object.namespace === '' || object.namespace === 'default' ? '' : ` in ${object.namespace}`;
    return line(isBorn ? 'apply' : 'delete', [span(`${object.kind} ${object.name}`, 'strong'), span(namespace)]);
  });
}

interface WorkloadInstant {
  readonly name: WorkloadName;
  /** Names the workload, when the run has several. */
  readonly subject: string | undefined;
  readonly before: ObjectReader;
  readonly after: ObjectReader;
  readonly entries: readonly TimelineEntry[];
}

/** The changes of this instant that belong to the workload: of itself, of its ReplicaSets and of the Services that it switches. */
function changesOf({ name: { kind, namespace, name }, after, entries }: WorkloadInstant): readonly ChangeEntry[] {
  return entries.filter((entry): entry is ChangeEntry => {
    if (entry.kind !== 'change' || entry.object.namespace !== namespace) return false;
    if (entry.resource.kind === kind) return entry.object.name === name;
    if (entry.resource.kind === SERVICE.kind) {
      const rollout = kind === 'Rollout' ? findRollout(after, { namespace, name }) : undefined;
      return servicesOf(rollout).some((service) => service.name === entry.object.name);
    }
    const object = entry.after ?? entry.before;
    const owner = entry.resource.kind === REPLICA_SET.kind && object !== undefined ? controllerOf(object) : undefined;
    return owner?.kind === kind && owner.name === name;
  });
}

function workloadLines(timeline: Timeline, instant: WorkloadInstant): readonly Line[] {
  const changes = changesOf(instant);
  if (changes.length === 0) return [];
  const facts = workloadFacts(workloadStep(instant.before, instant.after, instant.name));
  const subject = instant.subject === undefined ? {} : { subject: instant.subject };
  return attachReasons(
    timeline.header,
    facts.map((fact) => ({ ...line(fact.kind, fact.spans), ...subject })),
    changes,
  );
}

function troublesByInstant(timeline: Timeline): ReadonlyMap<number, readonly PodTrouble[]> {
  const byMs = new Map<number, PodTrouble[]>();
  for (const trouble of podTroubles(timeline)) {
    const known = byMs.get(trouble.atMs);
    if (known === undefined) byMs.set(trouble.atMs, [trouble]);
    else known.push(trouble);
  }
  return byMs;
}

/** `shop-5cd66ff7ff  1 of 2 pods: CrashLoopBackOff`: at the first pod, then whenever their number has doubled. */
function troubleLines(troubles: readonly PodTrouble[], after: ObjectReader): readonly Line[] {
  return troubles.map(({ namespace, replicaSet, reason, pods }) => {
    const wanted = after.find(REPLICA_SET, namespace, replicaSet)?.spec.replicas ?? 0;
    const count = pods > wanted ? `${pods} pods so far` : `${pods} of ${wanted} pods`;
    return line('pods', [span(reason, 'bad'), span(`  ${count} of ReplicaSet ${replicaSet}`)]);
  });
}

/** What Argo CD found and did; its Applications are named when there are several. */
function applicationLines(
  timeline: Timeline,
  entries: readonly TimelineEntry[],
  before: ObjectReader,
  after: ObjectReader,
): readonly Line[] {
  const several = after.list(APPLICATION).length > 1;
  return applicationInstants(entries, before, after).flatMap(({ name, changes, facts }) => {
    const subject = several ? { subject: name } : {};
    return attachReasons(
      timeline.header,
      facts.map((fact) => ({ ...line(fact.kind, fact.spans), ...subject })),
      changes,
    );
  });
}

function isEvent(entry: TimelineEntry): entry is EventEntry {
  return entry.kind === 'event';
}

/** A warning that came again and again. */
interface RepeatedWarning {
  readonly firstSeq: number;
  readonly lastMs: number;
  readonly count: number;
}

/** Equal warnings are folded from this many on. */
const FOLDED_FROM = 4;

function eventKey({ object, reason, message }: EventEntry): string {
  return JSON.stringify([object.kind, object.namespace, object.name, reason, message]);
}

/** Warnings that came so often that they are reported once, as the API server counts them. */
function repeatedWarnings({ entries }: Timeline): ReadonlyMap<string, RepeatedWarning> {
  const repeats = new Map<string, RepeatedWarning>();
  for (const entry of entries) {
    if (!isEvent(entry) || entry.type !== 'Warning') continue;
    const key = eventKey(entry);
    const { firstSeq, count } = repeats.get(key) ?? { firstSeq: entry.seq, count: 0 };
    repeats.set(key, { firstSeq, lastMs: entry.atMs, count: count + 1 });
  }
  return new Map([...repeats].filter(([, { count }]) => count >= FOLDED_FROM));
}

/** Events are shown by name in one line, since the lines above report the same; a warning keeps its message. One that repeats stands where it came first. */
function eventLines(entries: readonly TimelineEntry[], repeats: ReadonlyMap<string, RepeatedWarning>): readonly Line[] {
  const events = entries
    .filter(isEvent)
    .filter((event) => (repeats.get(eventKey(event))?.firstSeq ?? event.seq) === event.seq);
  const warnings = events
    .filter((event) => event.type === 'Warning')
    .map((event) => {
      const again = repeats.get(eventKey(event));
      const spans = [span(event.reason, 'bad'), span(`  ${event.message}`)];
      const times = again === undefined ? [] : [span(`  ×${again.count} until ${formatSpan(again.lastMs)}`, 'quiet')];
      return line('warning', [...spans, ...times]);
    });
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'Normal') continue;
    counts.set(event.reason, (counts.get(event.reason) ?? 0) + 1);
  }
  if (counts.size === 0) return warnings;
  const names = [...counts].map(([reason, count]) => (count === 1 ? reason : `${reason} ×${count}`));
  return [...warnings, line('events', [span(names.join(', '), 'quiet')])];
}

/** `rollouts controller: Rollout/shop fails: service "shop" not found, 9352 tries until 24h0m0s`. */
function failureText({ controller, object, error, lastMs, tries }: FailureEntry): string {
  const again = tries === 1 ? '' : `, ${tries} tries until ${formatSpan(lastMs)}`;
  return `${controller} controller: ${object.kind}/${object.name} fails: ${error}${again}`;
}

/** A controller that is over its error within this time has only met a write of somebody else, as it does every day in a real cluster. */
const PASSING_MS = 1000;

/** One line of all tries that failed alike, where the first of them was. */
function failureLines(entries: readonly TimelineEntry[]): readonly Line[] {
  return entries.flatMap((entry) =>
    entry.kind === 'failure' && entry.lastMs - entry.atMs >= PASSING_MS
      ? [line('failure', [span(failureText(entry), 'bad')])]
      : [],
  );
}

/** One line of each analysis that ended; the report tells the rest below. */
function analysisLines(analyses: readonly AnalysisResult[]): readonly Line[] {
  return analyses.map(({ phase, object, decidedBy }) => {
    const { sign, tone } = analysisLook(phase);
    return line('analysis', [span(`${sign} ${phase}`, tone), span(`  ${object.name}  ${decidedBy}`)]);
  });
}

function findingLines(findings: readonly Finding[]): readonly Line[] {
  return findings.map(({ id, text, upstream }) => {
    const notes = upstream === undefined ? [] : [span(`see ${upstream}`, 'quiet')];
    return line('finding', [span(text, 'wait'), span(`  [${id}]`, 'quiet')], notes);
  });
}

function verdictLines(timeline: Timeline, verdicts: readonly Verdict[]): readonly Line[] {
  return verdicts.map((verdict) => {
    const { passed, expectation, condition, text, evidence = [] } = verdict;
    const sign = passed ? span('✔ holds', 'good') : span('✖ broken', 'bad');
    const notes: Span[] = [];
    if (!passed && condition !== undefined && condition !== expectation) notes.push(span(`expected: ${condition}`));
    if (text !== '') notes.push(span(text, passed ? 'quiet' : undefined));
    for (const seq of evidence) {
      const earlier = timeline.entries[seq];
      if (earlier !== undefined) notes.push(span(`before it: ${captionOf(earlier)}`, 'quiet'));
    }
    return line('expect', [sign, span(`  ${expectation}`)], notes);
  });
}

/** An entry in a few words, with its time. */
export function captionOf(entry: TimelineEntry): string {
  const time = formatSpan(entry.atMs);
  switch (entry.kind) {
    case 'action':
      return `${time} ${actionText(entry.action)}`;
    case 'change':
      return `${time} ${entry.object.kind} ${entry.object.name} by ${entry.because.map((reason) => reason.rule).join(', ')}`;
    case 'event':
      return `${time} ${entry.reason}: ${entry.message}`;
    case 'failure':
      return `${time} ${failureText(entry)}`;
  }
}
