import { isJsonObject, type JsonObject } from '../../../src/api/json.ts';
import { deployment, type Deployment, replicaSet, type ReplicaSet } from '../../../src/api/shape/apps.ts';
import { formatTime } from '../../../src/api/times.ts';
import { listOf, numberOf, objectOf, shaped } from './inputs.ts';

/** The Deployment of a row. */
export function deploymentOf(input: JsonObject): Deployment {
  const { replicas, type, maxSurge, maxUnavailable, statusReplicas } = objectOf(input['deployment']);
  const rollingUpdate = type === 'RollingUpdate' ? { maxSurge, maxUnavailable } : undefined;
  return shaped(deployment, {
    metadata: { name: 'd' },
    spec: { replicas, strategy: { type, rollingUpdate } },
    status: { replicas: statusReplicas },
  });
}

export interface Family {
  /** In the order of the row. */
  readonly all: readonly ReplicaSet[];
  readonly newest: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** The ReplicaSets of a row. */
export function familyOf(input: JsonObject): Family {
  const rows = listOf(input['replicaSets']).map(objectOf);
  const all = rows.map(({ name, replicas, created, annotations, available }) =>
    shaped(replicaSet, {
      metadata: {
        name,
        uid: name,
        creationTimestamp: formatTime(numberOf(created) * 1000),
        annotations: isJsonObject(annotations) ? annotations : undefined,
      },
      spec: { replicas },
      status: { availableReplicas: available },
    }),
  );
  const newest = all.find((_item, index) => rows[index]?.['new'] === true);
  return { all, newest, old: all.filter((item) => item !== newest) };
}
