/** Pods for a share of traffic, rounded up. Source: utils/replicaset/canary.go trafficWeightToReplicas. Example: 25 of 100 of 5 pods: 2. */
export function trafficWeightToReplicas(replicas: number, weight: number, maxWeight: number): number {
  return Math.ceil((weight * replicas) / maxWeight) + 0;
}
