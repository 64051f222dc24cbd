/** Reasons of API errors, as in metav1.StatusReason. */
export type ApiErrorReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'BadRequest'
  | 'Forbidden'
  | 'TooManyRequests'
  | 'InternalError';

/** An error answer of the API server; its message is the real server's. */
export class ApiError extends Error {
  readonly reason: ApiErrorReason;

  constructor(reason: ApiErrorReason, message: string) {
    super(message);
    this.name = 'ApiError';
    this.reason = reason;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'NotFound';
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'Conflict';
}

export function isAlreadyExists(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'AlreadyExists';
}

/** A reconcile that cannot go on: its object is tried again after a back-off. The message is the reference's. */
export class ReconcileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReconcileError';
  }
}

/** The message of anything that was thrown; what is neither an API error nor one of a reconcile is a fault of ours and thrown on. */
export function reconcileErrorMessage(error: unknown): string {
  if (error instanceof ApiError || error instanceof ReconcileError) return error.message;
  throw error;
}
