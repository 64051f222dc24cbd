export type TrafficSplitVersion = 'v1alpha1' | 'v1alpha2' | 'v1alpha3';

/** Flags of the controller that concern routers, and how load balancers behave. */
export interface RoutingSettings {
  /** The controller's flag --traffic-split-api-version; v1alpha1 if absent. */
  readonly trafficSplitVersion?: TrafficSplitVersion;
  /**
   * With the controller's flag --aws-verify-target-group: how long an ALB takes to apply weights; absent: the flag is
   * off.
   */
  readonly albWeightDelayMs?: number;
}
