/** What the reference says of a spec that it does not accept. Source: pkg/apis/rollouts/validation/validation.go. */
export const missingField = (field: string): string => `Rollout has missing field '${field}'`;
export const invalidSetWeight = (max: number): string => `SetWeight needs to be between 0 and ${max}`;

export const EXPERIMENT_WEIGHT_NEEDS_ROUTING =
  'Experiment template weight cannot be set unless TrafficRouting is enabled';
export const EXPERIMENT_WEIGHT_ROUTERS =
  'Experiment template weight is only available for TrafficRouting with SMI, ALB, Istio and Plugins at this time';
export const CANARY_SCALE_NEEDS_ROUTING = 'SetCanaryScale requires TrafficRouting to be set';
export const HEADER_ROUTE_ROUTERS = 'SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix';
export const MIRROR_ROUTE_ROUTERS = 'SetMirrorRoute requires TrafficRouting, supports Istio only';
export const STRING_MATCH_MULTIPLE =
  'StringMatch match value must have exactly one of the following: exact, regex, prefix';
export const STRING_MATCH_MISSED =
  'StringMatch value missed, match value must have one of the following: exact, regex, prefix';
export const HEADER_ROUTE_ALB = "SetHeaderRoute match value invalid. ALB supports 'exact' value only";
export const INVALID_DURATION = 'Duration needs to be greater than 0';
export const SURGE_AND_UNAVAILABLE_ZERO = 'MaxSurge and MaxUnavailable both can not be zero';
export const INVALID_STEP =
  'Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause';
export const MULTIPLE_STRATEGIES = 'Multiple Strategies can not be listed';
export const DUPLICATED_BLUE_GREEN_SERVICES =
  'This rollout uses the same service for the active and preview services, but two different services are required.';
export const DUPLICATED_CANARY_SERVICES =
  'This rollout uses the same service for the stable and canary services, but two different services are required.';
export const ANTI_AFFINITY_STRATEGY = 'AntiAffinity must have exactly one strategy listed';
export const ANTI_AFFINITY_WEIGHT = 'AntiAffinity weight must be between 1-100';
export const SCALE_DOWN_LIMIT_TOO_LARGE =
  "This rollout's revision history limit can not be smaller than the rollout's scale down limit";
export const ROUTING_NEEDS_SERVICES = 'Canary service and Stable service must to be set to use Traffic Routing';
export const INVALID_ANALYSIS_ARGS = 'Analyses arguments must refer to valid object metadata supported by downwardAPI';
export const SCALE_DOWN_DELAY_NEEDS_ROUTING = 'Canary scaleDownDelaySeconds can only be used with traffic routing';
export const DYNAMIC_SCALE_NEEDS_ROUTING = 'Canary dynamicStableScale can only be used with traffic routing';
export const DYNAMIC_SCALE_WITH_DELAY = 'Canary dynamicStableScale cannot be used with scaleDownDelaySeconds';
export const MAX_WEIGHT_ROUTERS = 'Canary maxTrafficWeight in traffic routing only supported in Nginx and Plugins';
export const PING_PONG_SERVICES = 'Ping service and Pong service must to be set to use Ping-Pong feature';
export const DUPLICATED_PING_PONG =
  'This rollout uses the same service for the ping and pong services, but two different services are required.';
export const MISSED_ALB_ROOT_SERVICE =
  'Root service field is required for the configuration with ALB and ping-pong feature enabled';
export const PING_PONG_ROUTERS = 'Ping-pong feature works with the ALB and Istio traffic routers only';
export const ROUTE_NOT_MANAGED =
  'Steps define a route that does not exist in spec.strategy.canary.trafficRouting.managedRoutes';
