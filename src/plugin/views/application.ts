import type { Application, OperationState, ResourceStatus, SyncWindow } from '../../api/argocd/application.ts';
import { isAutomated, sourceOf } from '../../api/argocd/policy.ts';
import { canSync } from '../../api/argocd/windows/sync-windows.ts';
import { formatDurationMs } from '../../api/durations.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { parseTime } from '../../api/times.ts';
import { type ApplicationName, applicationOf } from '../argocd/application-of.ts';
import { windowsOf } from '../argocd/windows-of.ts';
import { goTime } from './application-history.ts';
import { formatTable, padded } from './table.ts';

export interface ApplicationViewOptions {
  readonly nowMs: number;
  /** Whether the last sync is shown as well. */
  readonly showOperation?: boolean;
}

const LABEL_WIDTH = 20;
const SHORT = 7;
/** A rehearsal has no server; this is where the page of the Application would be. */
const SERVER = 'https://argocd.example';

function property(label: string, value: string): string {
  return `${padded(label, LABEL_WIDTH)}${value}\n`;
}

/** What `argocd app get` prints of an Application. Source: cmd/argocd/commands/app.go NewApplicationGetCommand, printHeader */
export function applicationView(reader: ObjectReader, name: ApplicationName, options: ApplicationViewOptions): string {
  const app = applicationOf(reader, name);
  const { conditions = [], operationState, resources = [] } = app.status ?? {};
  const said = conditions.map(({ type, message, lastTransitionTime }) => [type, message, goTime(lastTransitionTime)]);
  const told = said.length === 0 ? '' : `\n${formatTable([['CONDITION', 'MESSAGE', 'LAST TRANSITION'], ...said])}\n`;
  const shown = options.showOperation === true && operationState !== undefined;
  const operation = shown ? `\n${operationResult(operationState, options.nowMs)}` : '';
  const table = resources.length === 0 ? '' : `\n${resourceTable(app)}`;
  return `${summary(reader, app, options.nowMs)}${told}${operation}${table}`;
}

/** Source: cmd/argocd/commands/app.go printAppSummaryTable */
function summary(reader: ObjectReader, app: Application, nowMs: number): string {
  const { spec, metadata } = app;
  const { namespace = '', name = '' } = metadata;
  const source = sourceOf(app);
  const windows = windowsOf(reader, app);
  const assigned = windows.map(({ kind, schedule, duration }) => [kind, schedule, duration].join(':')).join(',');
  return [
    property('Name:', `${namespace}/${name}`),
    property('Project:', spec.project === '' ? 'default' : spec.project),
    property('Server:', spec.destination.server ?? spec.destination.name ?? ''),
    property('Namespace:', spec.destination.namespace ?? ''),
    property('URL:', `${SERVER}/applications/${name}`),
    'Source:\n',
    property('- Repo:', source.repoURL),
    property('  Target:', source.targetRevision ?? ''),
    ...(source.path === undefined ? [] : [property('  Path:', source.path)]),
    property('SyncWindow:', windowText(windows, nowMs)),
    ...(assigned === '' ? [] : [property('Assigned Windows:', assigned)]),
    property('Sync Policy:', policyText(app)),
    property('Sync Status:', syncText(app)),
    property('Health Status:', app.status?.health?.status ?? ''),
  ].join('');
}

/** Windows that cannot be read stand in nobody's way here. */
function windowText(windows: readonly SyncWindow[], nowMs: number): string {
  const { allowed, error } = canSync(windows, false, nowMs);
  if (allowed || error !== undefined) return 'Sync Allowed';
  return canSync(windows, true, nowMs).allowed ? 'Manual Allowed' : 'Sync Denied';
}

function policyText(app: Application): string {
  if (!isAutomated(app)) return 'Manual';
  return app.spec.syncPolicy?.automated?.prune === true ? 'Automated (Prune)' : 'Automated';
}

/** `Synced to HEAD (1a2b3c4)`. */
function syncText(app: Application): string {
  const { status = '', revision = '' } = app.status?.sync ?? {};
  const target = sourceOf(app).targetRevision ?? '';
  const toward = status === 'Synced' ? ` to ${target}` : status === 'OutOfSync' ? ` from ${target}` : '';
  const isRevision = /^[0-9a-f]{7,40}$/.test(target);
  return `${status}${toward}${!isRevision && revision.length > SHORT ? ` (${revision.slice(0, SHORT)})` : ''}`;
}

/** Source: cmd/argocd/commands/app.go printOperationResult */
function operationResult(state: OperationState, nowMs: number): string {
  const startedMs = parseTime(state.startedAt ?? '') ?? nowMs;
  const endMs = parseTime(state.finishedAt ?? '') ?? nowMs;
  const seconds = Math.floor(endMs / 1000) - Math.floor(startedMs / 1000);
  return [
    ...(state.syncResult === undefined
      ? []
      : [property('Operation:', 'Sync'), property('Sync Revision:', state.syncResult.revision)]),
    property('Phase:', state.phase),
    property('Start:', goTime(state.startedAt)),
    property('Finished:', goTime(state.finishedAt)),
    property('Duration:', formatDurationMs(seconds * 1000)),
    ...(state.message === undefined || state.message === '' ? [] : [property('Message:', state.message)]),
  ].join('');
}

function keyOf({ group = '', kind = '', namespace = '', name = '' }: ResourceStatus): string {
  return [group, kind, namespace, name].join('/');
}

/** First what the last sync was about, then the other objects. Source: cmd/argocd/commands/app.go getResourceStates, printAppResources */
function resourceTable({ status }: Application): string {
  const others = new Map((status?.resources ?? []).map((resource) => [keyOf(resource), resource]));
  const rows: string[][] = [];
  for (const result of status?.operationState?.syncResult?.resources ?? []) {
    const { group, kind, namespace, name, hookType = '', hookPhase = '', status: code = '', message = '' } = result;
    const key = keyOf(result);
    const resource = hookType === '' ? others.get(key) : undefined;
    const sync = resource === undefined ? hookPhase : (resource.status ?? '');
    const health = resource === undefined ? code : (resource.health?.status ?? '');
    rows.push([group, kind, namespace, name, sync, health, hookType, message]);
    others.delete(key);
  }
  for (const key of [...others.keys()].sort()) {
    const resource = others.get(key);
    if (resource === undefined) continue;
    const { group = '', kind = '', namespace = '', name = '', status: sync = '', health } = resource;
    rows.push([group, kind, namespace, name, sync, health?.status ?? '', '', '']);
  }
  return formatTable([['GROUP', 'KIND', 'NAMESPACE', 'NAME', 'STATUS', 'HEALTH', 'HOOK', 'MESSAGE'], ...rows]);
}
