import { ReconcileError } from '../../api/errors.ts';
import type { Json, JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { KubeObject } from '../../api/resources.ts';
import type { Because } from '../../api/reason.ts';
import type { SetHeaderRoute } from '../../api/shape/canary-steps.ts';
import type { ObjectMeta } from '../../api/shape/meta.ts';
import type { WeightDestination } from '../../api/shape/rollout.ts';
import { getCustom } from '../custom-objects.ts';
import { wrapMessage } from '../reconcile-errors.ts';
import { becauseOfNoRoutes, becauseOfRoute, becauseOfWeights, shareOfService } from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';
import { withNested } from '../unstructured.ts';
import { type ConfiguredRoute, type GatewayConfig, readGatewayConfig } from './config.ts';
import { rulesForExperiment } from './experiment.ts';
import { withHeaderRules } from './header-rules.ts';
import { isManagedRule, managedNames, rulesOf, weightedRules } from './rules.ts';

const NO_ROUTES =
  "No routes configured. At least one of 'httpRoutes', 'grpcRoutes', 'tcpRoutes', 'tlsRoutes', 'httpRoute', 'grpcRoute', 'tcpRoute' or 'tlsRoute' must be set";

/**
 * Kubernetes Gateway API (also Linkerd's policies by it): weights of backends in routes, rules for headers beside them.
 * Source: rollouts-plugin-trafficrouter-gatewayapi v0.9.0 pkg/plugin/plugin.go, called by
 * rollout/trafficrouting/plugin/plugin.go.
 */
export class GatewayApiRouter extends WeightOnlyRouter {
  readonly type = 'GatewayAPI';
  readonly #context: RouterContext;
  readonly #config: Json;

  constructor(context: RouterContext, config: Json) {
    super();
    this.#context = context;
    this.#config = config;
  }

  override setWeight(desiredWeight: number, additional: readonly WeightDestination[]): void {
    wrapMessage('failed to set weight via plugin', () => {
      const { env, rollout } = this.#context;
      const config = this.#read();
      if (config.routes.length === 0) throw new ReconcileError(NO_ROUTES);
      for (const route of config.routes) {
        this.#write(config, route, (object) => {
          const weighted = weightedRules(rulesOf(fieldsOf(object)), route.kind, rollout, desiredWeight);
          const rules =
            route.kind.field === 'httpRoute' ? rulesForExperiment(env.api, rollout, weighted, additional) : weighted;
          const metadata = labelled(object.metadata, config.inProgressLabel, desiredWeight);
          return { rules, metadata, because: becauseOfRules(this.#context, rules, additional) };
        });
      }
    });
  }

  override setHeaderRoute(header: SetHeaderRoute): void {
    wrapMessage('failed to set header route via plugin', () => {
      if (header.match === undefined) {
        this.#removeManaged();
        return;
      }
      const { rollout, reads } = this.#context;
      this.#eachWithHeaders((config, route) => {
        this.#write(config, route, (object) => ({
          rules: withHeaderRules(rulesOf(fieldsOf(object)), route.kind, rollout, header),
          metadata: object.metadata,
          because: [becauseOfRoute(reads, `spec.rules[name=${header.name ?? ''}].name`)],
        }));
      });
    });
  }

  /** The plugin takes every weight for applied at once. */
  override verifyWeight(): boolean {
    return true;
  }

  override removeManagedRoutes(): void {
    wrapMessage('failed to remove managed routes via plugin', () => this.#removeManaged());
  }

  #read(): GatewayConfig {
    const { env, rollout } = this.#context;
    return readGatewayConfig(env.api, this.#config, rollout.metadata.namespace ?? '');
  }

  #eachWithHeaders(act: (config: GatewayConfig, route: ConfiguredRoute) => void): void {
    const config = this.#read();
    for (const route of config.routes) if (route.kind.headers && route.useHeaderRoutes) act(config, route);
  }

  /** Source: removeHTTPManagedRoutes, removeGRPCManagedRoutes. */
  #removeManaged(): void {
    const { rollout, reads } = this.#context;
    const managed = managedNames(rollout);
    const canaryService = rollout.spec.strategy.canary?.canaryService ?? '';
    this.#eachWithHeaders((config, route) => {
      this.#write(config, route, (object) => ({
        rules: rulesOf(fieldsOf(object)).filter((rule) => !isManagedRule(rule, managed, canaryService, undefined)),
        metadata: object.metadata,
        because: managed.map((name) => becauseOfNoRoutes(reads, `spec.rules[name=${name}]`)),
      }));
    });
  }

  #write(config: GatewayConfig, { kind, name }: ConfiguredRoute, change: (object: KubeObject) => ChangedRoute): void {
    const { api } = this.#context.env;
    const { resource, object } = getCustom(api, kind, config.namespace, name);
    const { rules, metadata, because } = change(object);
    const wanted = { ...withNested(fieldsOf(object), rules, 'spec', 'rules'), metadata };
    api.update(resource, wanted, { because });
  }
}

interface ChangedRoute {
  readonly rules: readonly JsonObject[];
  readonly metadata: ObjectMeta;
  readonly because: readonly Because[];
}

/** Why the weights in the rules are what they are; an experiment's Services that were added name theirs. */
function becauseOfRules(
  { rollout, reads }: RouterContext,
  rules: readonly JsonObject[],
  additional: readonly WeightDestination[],
): readonly Because[] {
  const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
  const services = additional.map(({ serviceName = '' }) => serviceName);
  return becauseOfWeights(reads, [...rules], 'spec.rules', {
    shareOf: ({ name, weight }) =>
      weight === undefined ? undefined : shareOfService(name, canaryService, stableService, services),
  });
}

/** Labels tell that a canary is under way. Source: pkg/plugin/labels.go ensureInProgressLabel. */
function labelled(metadata: ObjectMeta, label: GatewayConfig['inProgressLabel'], desiredWeight: number): ObjectMeta {
  if (label === undefined) return metadata;
  const { [label.key]: _old, ...labels } = metadata.labels ?? {};
  return { ...metadata, labels: desiredWeight === 0 ? labels : { ...labels, [label.key]: label.value } };
}
