import { expect, test } from 'vitest';
import { APPLICATION } from '../../../src/api/argocd/resources.ts';
import type { Application } from '../../../src/api/argocd/application.ts';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { applicationHistory } from '../../../src/plugin/views/application-history.ts';
import { applicationView } from '../../../src/plugin/views/application.ts';
import { readCommand } from '../../../src/plugin/read-command.ts';
import { runCommand } from '../../../src/plugin/run-command.ts';

const NOW = 1_767_225_700_000;
const NAME = { namespace: 'argocd', name: 'shop' };
const source = { repoURL: 'https://git.example/shop.git', path: 'apps/shop', targetRevision: 'HEAD' };
const destination = { server: 'https://kubernetes.default.svc', namespace: 'shop' };
const revision = '0123456789abcdef0123456789abcdef01234567';

/** An Application in the middle of a sync: one object of it was synced, another is yet to be. */
const app: Application = {
  metadata: NAME,
  spec: { project: 'default', source, destination, syncPolicy: { automated: { prune: true } } },
  status: {
    sync: { status: 'OutOfSync', comparedTo: { source, destination }, revision },
    health: { status: 'Progressing' },
    conditions: [{ type: 'SyncError', message: 'too late', lastTransitionTime: '2026-01-01T00:00:30Z' }],
    resources: [
      {
        version: 'v1',
        kind: 'Service',
        namespace: 'shop',
        name: 'shop',
        status: 'OutOfSync',
        health: { status: 'Missing' },
      },
      {
        group: 'argoproj.io',
        version: 'v1alpha1',
        kind: 'Rollout',
        namespace: 'shop',
        name: 'shop',
        status: 'Synced',
        health: { status: 'Progressing' },
      },
    ],
    history: [
      { id: 4, revision, deployedAt: '2026-01-01T00:00:10Z', source, initiatedBy: { automated: true } },
      { id: 5, deployedAt: '2026-01-01T00:01:10Z', source, initiatedBy: {} },
    ],
    operationState: {
      operation: { initiatedBy: { automated: true }, retry: {} },
      phase: 'Running',
      message: 'waiting for completion of hook batch/Job/migrate',
      startedAt: '2026-01-01T00:00:40Z',
      syncResult: {
        revision,
        source,
        resources: [
          {
            group: 'batch',
            version: 'v1',
            kind: 'Job',
            namespace: 'shop',
            name: 'migrate',
            status: 'Synced',
            hookPhase: 'Running',
            hookType: 'PreSync',
            message: 'job created',
          },
          {
            group: 'argoproj.io',
            version: 'v1alpha1',
            kind: 'Rollout',
            namespace: 'shop',
            name: 'shop',
            status: 'Synced',
            hookPhase: 'Running',
            message: 'configured',
          },
        ],
      },
    },
  },
};

function server(object: Application = app): MemoryServer {
  const api = new MemoryServer({ clock: { nowMs: () => NOW } });
  api.create(APPLICATION, object);
  return api;
}

// Layout: cmd/argocd/commands/app.go printAppSummaryTable, printAppConditions, printOperationResult, printAppResources.
test('argocd app get', () => {
  expect(applicationView(server(), NAME, { nowMs: NOW, showOperation: true })).toBe(
    [
      'Name:               argocd/shop',
      'Project:            default',
      'Server:             https://kubernetes.default.svc',
      'Namespace:          shop',
      'URL:                https://argocd.example/applications/shop',
      'Source:',
      '- Repo:             https://git.example/shop.git',
      '  Target:           HEAD',
      '  Path:             apps/shop',
      'SyncWindow:         Sync Allowed',
      'Sync Policy:        Automated (Prune)',
      'Sync Status:        OutOfSync from HEAD (0123456)',
      'Health Status:      Progressing',
      '',
      'CONDITION  MESSAGE   LAST TRANSITION',
      'SyncError  too late  2026-01-01 00:00:30 +0000 UTC',
      '',
      '',
      'Operation:          Sync',
      `Sync Revision:      ${revision}`,
      'Phase:              Running',
      'Start:              2026-01-01 00:00:40 +0000 UTC',
      'Finished:           <nil>',
      'Duration:           1m0s',
      'Message:            waiting for completion of hook batch/Job/migrate',
      '',
      'GROUP        KIND     NAMESPACE  NAME     STATUS     HEALTH       HOOK     MESSAGE',
      'batch        Job      shop       migrate  Running    Synced       PreSync  job created',
      'argoproj.io  Rollout  shop       shop     Synced     Progressing           configured',
      '             Service  shop       shop     OutOfSync  Missing               ',
      '',
    ].join('\n'),
  );
});

// Layout: cmd/argocd/commands/app.go printApplicationHistoryTable.
test('argocd app history', () => {
  expect(applicationHistory(app)).toBe(
    [
      'SOURCE  https://git.example/shop.git',
      'ID  DATE                           REVISION',
      '4   2026-01-01 00:00:10 +0000 UTC  HEAD (0123456)',
      '5   2026-01-01 00:01:10 +0000 UTC  HEAD',
      '',
    ].join('\n'),
  );
});

test.each([
  ['argocd app get cart', 'applications.argoproj.io "cart" not found'],
  ['argocd app rollback shop 9', "application 'shop' does not have deployment id '9' in history"],
  ['argocd app rollback shop', 'rollback cannot be initiated when auto-sync is enabled'],
  ['argocd app terminate-op shop', 'Unable to terminate operation. No operation is in progress'],
  ['argocd app actions run shop abort --kind Rollout --resource-name cart', 'no matching resource found'],
  ['argocd app shake', 'unknown command "shake" for "argocd app"'],
])('%s is refused', (line, error) => {
  expect(runCommand({ api: server(), clock: { nowMs: () => NOW } }, line)).toEqual({ output: '', error });
});

test('a second sync waits for the first', () => {
  const api = server();
  const env = { api, clock: { nowMs: () => NOW } };
  expect(runCommand(env, 'argocd app sync shop --prune --resource argoproj.io:Rollout:shop')).toEqual({ output: '' });
  expect(api.get(APPLICATION, 'argocd', 'shop')).toMatchObject({
    operation: {
      sync: {
        prune: true,
        resources: [{ group: 'argoproj.io', kind: 'Rollout', name: 'shop' }],
        syncStrategy: { hook: {} },
      },
      initiatedBy: { username: 'admin' },
    },
  });
  expect(api.get(APPLICATION, 'argocd', 'shop').status?.operationState).toBeUndefined();
  expect(runCommand(env, 'argocd app sync shop').error).toContain('another operation is already in progress');
});

test('argocd app set changes the policy', () => {
  const api = server();
  const env = { api, clock: { nowMs: () => NOW } };
  const policy = () => api.get(APPLICATION, 'argocd', 'shop').spec.syncPolicy?.automated;
  runCommand(env, 'argocd app set shop --self-heal --auto-prune=false');
  expect(policy()).toEqual({ prune: false, selfHeal: true });
  runCommand(env, 'argocd app set shop --sync-policy none');
  expect(policy()).toBeUndefined();
  runCommand(env, 'argocd app set shop --sync-policy automated');
  expect(policy()).toEqual({});
  expect(readCommand('argocd app set shop --sync-policy often').problems[0]?.kind).toBe('usage');
});

// resource_customizations/argoproj.io/Application/actions/toggle-auto-sync/action.lua
test('an Application has an action, too', () => {
  const api = server();
  const env = { api, clock: { nowMs: () => NOW } };
  const toggle = 'argocd app actions run shop toggle-auto-sync --kind Application';
  const enabled = () => api.get(APPLICATION, 'argocd', 'shop').spec.syncPolicy?.automated?.enabled;
  runCommand(env, toggle);
  expect(enabled()).toBe(false);
  runCommand(env, toggle);
  expect(enabled()).toBe(true);
});
