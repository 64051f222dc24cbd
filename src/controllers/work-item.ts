import type { ControllerEnv } from '../api/controller.ts';
import { isNotFound } from '../api/errors.ts';

/**
 * Runs a reconcile of one of Argo Rollouts' controllers. What fails because an object is not there is not tried again: its coming will wake the
 * controller, if anything does. Source: utils/controller/controller.go processNextWorkItem.
 */
export function forgettingNotFound(env: ControllerEnv, reconcile: () => void): void {
  try {
    reconcile();
  } catch (error) {
    if (env.retriesNotFound || !isNotFound(error)) throw error;
  }
}
