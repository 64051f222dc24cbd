/** The traffic router plugins that a rehearsal has: names under spec.strategy.canary.trafficRouting.plugins. */
export { GATEWAY_API_PLUGIN } from '../controllers/rollouts/routers/gateway/config.ts';
