import type { Application } from '../api/argocd/application.ts';
import { isSameRepository, sourceOf } from '../api/argocd/policy.ts';
import { APPLICATION, GIT_REPOSITORY } from '../api/argocd/resources.ts';
import type { ObjectReader } from '../api/reader.ts';
import type { ChangeEntry, TimelineEntry } from '../timeline/timeline.ts';
import type { Fact } from './workload-lines.ts';
import { type Span, span, type Tone } from './moment.ts';

/** An Application of which something happened at an instant. */
export interface ApplicationInstant {
  readonly name: string;
  readonly changes: readonly ChangeEntry[];
  readonly facts: readonly Fact[];
}

const SHORT = 7;

/** What happened to each Application at an instant: how it stands to Git, how it is, and its syncs. */
export function applicationInstants(
  entries: readonly TimelineEntry[],
  before: ObjectReader,
  after: ObjectReader,
): readonly ApplicationInstant[] {
  const byName = new Map<string, ChangeEntry[]>();
  for (const entry of entries) {
    if (entry.kind !== 'change' || entry.object.kind !== APPLICATION.kind) continue;
    const key = `${entry.object.namespace}/${entry.object.name}`;
    byName.set(key, [...(byName.get(key) ?? []), entry]);
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, changes]) => {
      const slash = key.indexOf('/');
      const [namespace, name] = [key.slice(0, slash), key.slice(slash + 1)];
      const app = after.find(APPLICATION, namespace, name);
      const facts = app === undefined ? [] : factsOf(before.find(APPLICATION, namespace, name), app, after);
      return { name, changes, facts };
    });
}

function factsOf(before: Application | undefined, after: Application, reader: ObjectReader): readonly Fact[] {
  return [...syncFacts(before, after, reader), ...statusFacts(before, after, reader)];
}

/** `to commit 2 (1a2b3c4): Succeeded  successfully synced (all tasks run)`. */
function syncFacts(before: Application | undefined, after: Application, reader: ObjectReader): readonly Fact[] {
  const [old, now] = [before?.status?.operationState, after.status?.operationState];
  if (
    now === undefined ||
    (old?.phase === now.phase && old.message === now.message && old.startedAt === now.startedAt)
  ) {
    return [];
  }
  const { phase, message = '', syncResult, operation } = now;
  const bad = phase === 'Failed' || phase === 'Error';
  const tone: Tone = bad ? 'bad' : phase === 'Succeeded' ? 'good' : 'busy';
  const heal = (operation.sync?.autoHealAttemptsCount ?? 0) > 0 ? 'selfHeal ' : '';
  const to = commitText(after, syncResult?.revision ?? '', reader);
  return [
    {
      kind: 'sync',
      spans: [span(`${heal}to ${to}: `), span(phase, tone), span(`  ${message}`, bad ? 'bad' : 'quiet')],
    },
  ];
}

/** `Synced, Progressing  commit 2 (1a2b3c4)`. */
function statusFacts(before: Application | undefined, after: Application, reader: ObjectReader): readonly Fact[] {
  const { sync, health } = after.status ?? {};
  const old = before?.status;
  const same = old?.sync?.status === sync?.status && old?.health?.status === health?.status;
  if (sync === undefined || (same && old?.sync?.revision === sync.revision)) return [];
  const code = health?.status ?? 'Unknown';
  const spans: Span[] = [
    span(sync.status, sync.status === 'Synced' ? 'good' : 'wait'),
    span(', '),
    span(code, healthTone(code)),
    span(`  ${commitText(after, sync.revision ?? '', reader)}`, 'quiet'),
  ];
  return [{ kind: 'app', spans }];
}

function healthTone(code: string): Tone {
  if (code === 'Healthy') return 'good';
  if (code === 'Degraded') return 'bad';
  return code === 'Progressing' ? 'busy' : 'wait';
}

/** A revision by its place on the branch, and the begin of its name. */
function commitText(app: Application, revision: string, reader: ObjectReader): string {
  const repository = reader.list(GIT_REPOSITORY).find(({ spec }) => isSameRepository(spec.url, sourceOf(app).repoURL));
  const index = (repository?.commits ?? []).findIndex((commit) => commit.revision === revision);
  const short = revision.slice(0, SHORT);
  return index < 0 ? short : `commit ${index + 1} (${short})`;
}
