export type HealthCode = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';

/** What Argo CD says of an object. */
export interface Health {
  readonly status: HealthCode;
  readonly message: string;
}

/** From the most healthy to the least. Source: gitops-engine/pkg/health/health.go healthOrder. */
const ORDER: readonly HealthCode[] = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'];

/** `Suspended` is worse than `Healthy`, `Progressing` worse than both. Source: gitops-engine/pkg/health/health.go IsWorse. */
export function isWorse(current: HealthCode, next: HealthCode): boolean {
  return ORDER.indexOf(next) > ORDER.indexOf(current);
}

export function health(status: HealthCode, message = ''): Health {
  return { status, message };
}
