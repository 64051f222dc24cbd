import type { ObjectReader } from '../../api/reader.ts';
import { ROLLOUT } from '../../api/resources.ts';
import { getCurrentSetWeight } from '../../api/rollouts/canary-steps.ts';
import { getReplicasOrDefault } from '../../api/rollouts/defaults.ts';
import { getRolloutPhase } from '../../api/rollouts/phase.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { formatTime } from '../../api/times.ts';
import { stepPosition } from './step-position.ts';
import { formatTable, padded } from './table.ts';

export interface ListRolloutsOptions {
  /** Undefined means all, with a column for it. */
  readonly namespace?: string;
  readonly nowMs: number;
  /** Only the rollout of this name. */
  readonly name?: string;
  /** A column with the time of the list. */
  readonly timestamps?: boolean;
}

/** The columns are at least so wide. Source: pkg/kubectl-argo-rollouts/cmd/list/rollloutinfo.go columnFmtString. */
const COLUMNS = [
  ['NAME', 10],
  ['STRATEGY', 9],
  ['STATUS', 12],
  ['STEP', 4],
  ['SET-WEIGHT', 10],
  ['READY', 5],
  ['DESIRED', 7],
  ['UP-TO-DATE', 10],
  ['AVAILABLE', 9],
] as const;

function cellsOf(rollout: Rollout): readonly (string | number)[] {
  const { metadata, spec, status } = rollout;
  const { canary, blueGreen } = spec.strategy;
  const otherwise = blueGreen === undefined ? 'unknown' : 'BlueGreen';
  return [
    metadata.name ?? '',
    canary === undefined ? otherwise : 'Canary',
    getRolloutPhase(rollout).phase,
    stepPosition(rollout) || '-',
    canary === undefined ? '-' : getCurrentSetWeight(rollout),
    `${status.readyReplicas ?? 0}/${status.replicas ?? 0}`,
    getReplicasOrDefault(spec.replicas),
    status.updatedReplicas ?? 0,
    status.availableReplicas ?? 0,
  ];
}

/**
 * What `kubectl argo rollouts list rollouts` prints to standard output: nothing at all if there are none.
 * Source: pkg/kubectl-argo-rollouts/cmd/list/list_rollouts.go PrintRolloutTable.
 */
export function listRolloutsView(reader: ObjectReader, options: ListRolloutsOptions): string {
  const { namespace, nowMs, name, timestamps } = options;
  const rollouts = reader
    .list(ROLLOUT, namespace)
    .filter(({ metadata }) => name === undefined || metadata.name === name);
  if (rollouts.length === 0) return '';
  const extra = [
    ...(timestamps === true ? [{ title: 'TIMESTAMP', width: 20, of: () => formatTime(nowMs) }] : []),
    ...(namespace === undefined
      ? [{ title: 'NAMESPACE', width: 9, of: ({ metadata }: Rollout) => metadata.namespace ?? '' }]
      : []),
  ];
  const header = [...extra.map(({ title }) => title), ...COLUMNS.map(([title]) => title)];
  const rows = rollouts.map((rollout) => [
    ...extra.map(({ width, of }) => padded(of(rollout), width)),
    ...cellsOf(rollout).map((cell, column) => padded(String(cell), COLUMNS[column]?.[1] ?? 0)),
  ]);
  return formatTable([header, ...rows]);
}
