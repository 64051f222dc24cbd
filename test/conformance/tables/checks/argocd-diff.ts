import type { JsonObject } from '../../../../src/api/json.ts';
import { predictionOf } from '../../../../src/controllers/argocd/diff/diff.ts';
import { isSynced } from '../../../../src/controllers/argocd/diff/three-way.ts';
import { jsonOf, objectOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function compute(input: JsonObject): JsonObject {
  const prediction = predictionOf(objectOf(input['target']), objectOf(input['live']), []);
  return jsonOf({ modified: !isSynced(prediction), predicted: prediction.predicted });
}

export const check: TableCheck = { table: 'argocd-diff', compute };

/** The same for a Rollout that the controller of Argo Rollouts has written to, as after an undo. */
export const undoCheck: TableCheck = { table: 'argocd-diff-undo', compute };
