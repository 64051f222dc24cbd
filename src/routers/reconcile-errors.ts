import { ApiError, ReconcileError, reconcileErrorMessage } from '../api/errors.ts';

/**
 * The error of a reconcile in which the reference's code would panic; it is caught there and the object tried again.
 * Source: utils/controller/controller.go processNextWorkItem.
 */
export function panicked(): ReconcileError {
  return new ReconcileError('Recovered from Panic');
}

/** Puts words before the message of an error, which is no API error any more (Go's `%v`). */
export function wrapMessage<T>(words: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new ReconcileError(`${words}: ${reconcileErrorMessage(error)}`);
  }
}

/**
 * Puts words before the message of an error, which stays of its kind (Go's `%w`): what is not found is not tried again.
 */
export function wrapError<T>(words: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const message = `${words}: ${reconcileErrorMessage(error)}`;
    throw error instanceof ApiError ? new ApiError(error.reason, message) : new ReconcileError(message);
  }
}
