import { ReconcileError, reconcileErrorMessage } from '../../../api/errors.ts';

/**
 * The error of a reconcile in which the reference's code would panic; it is caught there and the object tried again.
 * Source: utils/controller/controller.go processNextWorkItem.
 */
export function panicked(): ReconcileError {
  return new ReconcileError('Recovered from Panic');
}

/** Puts words before the message of an error. */
export function wrapError<T>(words: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new ReconcileError(`${words}: ${reconcileErrorMessage(error)}`);
  }
}
