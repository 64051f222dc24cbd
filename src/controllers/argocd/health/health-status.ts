export type HealthCode = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';

/** What Argo CD says of an object. */
export interface Health {
  /** Empty: the check came to no verdict, as of an AnalysisRun without a phase. */
  readonly status: HealthCode | '';
  readonly message: string;
  /** Why the check failed; the status is then Unknown. */
  readonly error?: string;
}

/** From the most healthy to the least. Source: gitops-engine/pkg/health/health.go healthOrder. */
const ORDER: readonly HealthCode[] = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'];

/** `Suspended` is worse than `Healthy`, `Progressing` worse than both. Source: gitops-engine/pkg/health/health.go IsWorse. */
export function isWorse(current: HealthCode, next: HealthCode | ''): next is HealthCode {
  return next !== '' && ORDER.indexOf(next) > ORDER.indexOf(current);
}

export function health(status: HealthCode | '', message = ''): Health {
  return { status, message };
}

/** A check that failed. Source: gitops-engine/pkg/health/health.go GetResourceHealth */
export function failedHealth(error: string): Health {
  return { status: 'Unknown', message: error, error };
}
