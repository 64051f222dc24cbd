import type { Application, RevisionHistory } from '../../api/argocd/application.ts';
import { formatTable } from './table.ts';

const SHORT = 7;

/** `2026-01-01 00:02:38 +0000 UTC`: Go's Time.String. */
export function goTime(text: string | null | undefined): string {
  return text === null || text === undefined ? '<nil>' : `${text.slice(0, -1).replace('T', ' ')} +0000 UTC`;
}

function revisionText({ source, revision = '' }: RevisionHistory): string {
  const target = source?.targetRevision ?? '';
  return revision.length >= SHORT ? `${target} (${revision.slice(0, SHORT)})` : target;
}

/** The syncs of an Application, by repository. Source: cmd/argocd/commands/app.go printApplicationHistoryTable */
export function applicationHistory({ status }: Application): string {
  const byRepository = new Map<string, RevisionHistory[]>();
  for (const entry of status?.history ?? []) {
    const url = entry.source?.repoURL ?? '';
    byRepository.set(url, [...(byRepository.get(url) ?? []), entry]);
  }
  const tables = [...byRepository].map(([url, entries]) => {
    const rows = entries.map((entry) => [String(entry.id), goTime(entry.deployedAt), revisionText(entry)]);
    return `${formatTable([['SOURCE', url]])}${formatTable([['ID', 'DATE', 'REVISION'], ...rows])}`;
  });
  return tables.join('\n');
}
