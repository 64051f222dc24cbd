import { from, renderReason, type RuleInput } from '../api/reason.ts';
import { setOwn } from '../text/own.ts';
import { stateAt } from '../timeline/state.ts';
import type { Finding, ObjectRef, Timeline } from '../timeline/timeline.ts';
import {
  compareBySeverity,
  type FindingRule,
  type FindingRun,
  type Occurrence,
  SEVERITIES,
  type Severity,
} from './finding.ts';
import { rolloutHistories } from './rollout-history.ts';
import { FINDINGS } from './table.ts';

/** Where a field of a manifest stands. */
export interface ManifestPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Finds the place of a field in the user's files; undefined for objects that no file has. */
export type Locate = (object: ObjectRef, path: string) => ManifestPosition | undefined;

interface Found {
  readonly rule: FindingRule;
  readonly occurrence: Occurrence;
  readonly severity: Severity;
  /** How often its condition held for this object. */
  readonly times: number;
}

/**
 * The timeline with what is wrong in the run: one finding for each cause and object, the worst first where they come in one list. What the run noted
 * itself is kept, except what a finding says better.
 */
export function withFindings(timeline: Timeline, locate: Locate = () => undefined): Timeline {
  const found = withoutSymptoms(once(occurrencesOf(timeline)));
  const told = new Set(FINDINGS.flatMap(({ replaces }) => replaces ?? []));
  const notes = timeline.findings.filter(({ id }) => !told.has(id));
  const findings = [...notes, ...found.map((each) => findingOf(each, locate))];
  return { ...timeline, findings: findings.sort((a, b) => a.after - b.after || compareBySeverity(a, b)) };
}

function occurrencesOf(timeline: Timeline): readonly Found[] {
  const { endMs } = timeline.header.totals;
  const run: FindingRun = {
    timeline,
    endMs,
    rollouts: rolloutHistories(timeline.entries, endMs),
    at: (atMs) => stateAt(timeline, atMs),
  };
  return FINDINGS.flatMap((rule) =>
    rule.find(run).map((occurrence) => ({ rule, occurrence, severity: rule.severity, times: 1 })),
  );
}

function keyOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`;
}

/** The occurrences about one object are one finding, at the first of them, with the evidence of all. */
function once(all: readonly Found[]): readonly Found[] {
  const first = new Map<string, Found>();
  for (const found of all) {
    const { rule, occurrence } = found;
    const key = `${rule.id} ${keyOf(occurrence.object)}`;
    const known = first.get(key);
    first.set(key, known === undefined ? found : merged(known, found));
  }
  return [...first.values()];
}

function merged(known: Found, { occurrence }: Found): Found {
  const evidence = [...new Set([...(known.occurrence.evidence ?? []), ...(occurrence.evidence ?? [])])];
  return { ...known, times: known.times + 1, occurrence: { ...known.occurrence, evidence: evidence.slice(0, 20) } };
}

/** Leaves out what another finding of the same namespace explains; the cause takes over what its symptoms cost, and how bad they are. */
function withoutSymptoms(all: readonly Found[]): readonly Found[] {
  const causeOf = (symptom: Found): Found | undefined =>
    all.find(
      (cause) =>
        cause.rule.absorbs?.includes(symptom.rule.id) === true &&
        isAbout(cause.occurrence.object, symptom.occurrence.object),
    );
  const symptoms = new Map<Found, Found[]>();
  for (const found of all) {
    const cause = causeOf(found);
    if (cause !== undefined) symptoms.set(cause, [...(symptoms.get(cause) ?? []), found]);
  }
  return all.flatMap((found) => (causeOf(found) === undefined ? [withCosts(found, symptoms.get(found) ?? [])] : []));
}

function withCosts(cause: Found, symptoms: readonly Found[]): Found {
  const all = [cause, ...symptoms];
  const severity = SEVERITIES.find((one) => all.some((found) => found.severity === one)) ?? cause.severity;
  const costly = all.find(({ occurrence }) => (occurrence.cost?.failedRequests ?? 0) > 0);
  const cost = costly?.occurrence.cost ?? cause.occurrence.cost;
  return { ...cause, severity, occurrence: { ...cause.occurrence, ...(cost === undefined ? {} : { cost }) } };
}

function isAbout(cause: ObjectRef, symptom: ObjectRef): boolean {
  return cause.namespace === symptom.namespace || cause.namespace === '' || symptom.namespace === '';
}

function findingOf({ rule, occurrence, severity, times }: Found, locate: Locate): Finding {
  const { id, title, upstream, fixedIn, statement } = rule;
  const { atMs, lastSeq, object, field, cost, fix, evidence } = occurrence;
  const isHarm = severity === 'trap' && (cost?.failedRequests ?? 0) > 0;
  const where = field === undefined ? undefined : locate(object, field);
  return {
    atMs,
    after: lastSeq,
    id,
    title,
    severity: isHarm ? 'harm' : severity,
    text: renderReason(rule, inputsOf(occurrence)),
    meaning: statement,
    object,
    ...(field === undefined ? {} : { field }),
    ...(where === undefined ? {} : { where }),
    ...(times === 1 ? {} : { times }),
    ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }),
    ...(cost === undefined ? {} : { cost }),
    ...(fix === undefined ? {} : { fix }),
    ...(upstream === undefined ? {} : { upstream }),
    ...(fixedIn === undefined ? {} : { fixedIn }),
  };
}

function inputsOf({ inputs }: Occurrence): Readonly<Record<string, RuleInput>> {
  const named: Record<string, RuleInput> = {};
  for (const [name, value] of Object.entries(inputs)) setOwn(named, name, from('the run', value));
  return named;
}
