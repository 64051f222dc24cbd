import { MemoryServer } from '../../../src/api/memory-server.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../../src/api/resources.ts';
import { deployment, type Deployment, replicaSet } from '../../../src/api/shape/apps.ts';
import type { JsonObject } from '../../../src/api/json.ts';
import { runCommand } from '../../../src/plugin/run-command.ts';
import { listOf, objectOf, shaped, TABLE_NOW_MS } from './inputs.ts';

export interface CommandAnswer {
  readonly output: string;
  readonly error?: string;
  readonly deployment: Deployment;
}

/** Types a command about `deployment/shop` where the Deployment and the ReplicaSets of a row exist. */
export function kubectl(command: string, row: JsonObject): CommandAnswer {
  const clock = { nowMs: () => TABLE_NOW_MS };
  const api = new MemoryServer({ clock });
  const given = shaped(deployment, row['deployment']);
  const stored = api.create(DEPLOYMENT, { ...given, metadata: { ...given.metadata, uid: undefined } });
  api.updateStatus(DEPLOYMENT, { ...stored, status: given.status });
  for (const item of listOf(row['replicaSets'] ?? [])) {
    const one = shaped(replicaSet, objectOf(item));
    const ownerReferences = one.metadata.ownerReferences?.map((owner) =>
      owner.uid === given.metadata.uid ? { ...owner, uid: stored.metadata.uid ?? '' } : owner,
    );
    api.create(REPLICA_SET, { ...one, metadata: { ...one.metadata, ownerReferences } });
  }
  const { output, error } = runCommand({ api, clock }, command, 'default');
  return {
    output,
    ...(error === undefined ? {} : { error }),
    deployment: api.get(DEPLOYMENT, 'default', 'shop'),
  };
}
