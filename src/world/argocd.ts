/** How Argo CD is set up; what is not said is as in its own installation. */
export interface ArgoCdSettings {
  /** How often Git is asked, and how long an answer of it counts (`timeout.reconciliation`). */
  readonly refreshMs: number;
  /** At most so long a check is put off (`timeout.reconciliation.jitter`). */
  readonly jitterMs: number;
  /** Whether Git tells Argo CD of every commit. */
  readonly webhook: boolean;
  /** The pause between two waves of a sync (`ARGOCD_SYNC_WAVE_DELAY`). */
  readonly syncWaveDelayMs: number;
}

/** Source: cmd/argocd-application-controller/commands/argocd_application_controller.go, controller/sync.go delayBetweenSyncWaves */
export const DEFAULT_SETTINGS: ArgoCdSettings = {
  refreshMs: 120_000,
  jitterMs: 60_000,
  webhook: false,
  syncWaveDelayMs: 2000,
};
