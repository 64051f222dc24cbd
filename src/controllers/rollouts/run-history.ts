import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { RolloutContext } from './context.ts';
export function deleteRunsAndExperimentsOf(_context: RolloutContext, _rs: ReplicaSet): void {
  return;
}
