/** What the controller manager's flags say. Source: pkg/controller/podautoscaler/config/v1alpha1/defaults.go. */
export interface HpaOptions {
  /** How often each autoscaler looks. */
  readonly syncPeriodMs: number;
  /** For how long the highest recommendation holds before pods go. */
  readonly downscaleStabilizationMs: number;
  /** Deviation from the target, as a fraction, that is no reason to act. */
  readonly tolerance: number;
  /** For how long after its start a pod's CPU may be that of its start. */
  readonly cpuInitializationMs: number;
  /** For how long after its start a pod that turns unready counts as never having been ready. */
  readonly initialReadinessDelayMs: number;
}

export const DEFAULT_HPA_OPTIONS: HpaOptions = {
  syncPeriodMs: 15_000,
  downscaleStabilizationMs: 300_000,
  tolerance: 0.1,
  cpuInitializationMs: 300_000,
  initialReadinessDelayMs: 30_000,
};
