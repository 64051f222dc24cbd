import { ReconcileError } from '../../api/errors.ts';
import type { Because } from '../../api/reason.ts';
import { INGRESS } from '../../api/resources.ts';
import type { SetHeaderRoute } from '../../api/shape/canary-steps.ts';
import type { Ingress, IngressSpec } from '../../api/shape/networking.ts';
import type { WeightDestination } from '../../api/shape/rollout.ts';
import type { AlbTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { shouldVerifyWeight } from '../../api/rollouts/traffic.ts';
import {
  annotationsForHeader,
  annotationsForWeight,
  actionKey,
  albAction,
  annotationsWithoutRoutes,
  conditionKey,
  MANAGED_ANNOTATIONS,
  rootServiceOf,
  weightedAction,
} from './annotations.ts';
import { withActionPath, withoutPathTo, withSortedPaths } from './paths.ts';
import { type DesiredIngress, hasRuleWithService, ingressPatch } from '../ingress-parts.ts';
import { wrapMessage } from '../reconcile-errors.ts';
import { annotationsListed, becauseOfNoRoutes, becauseOfRouteAgain, weightAction } from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';

/**
 * AWS Load Balancer Controller: weights and header routes as actions in annotations of the Ingress, and a path for each
 * header route. With several Ingresses, one that is right already ends the work on those behind it. Source:
 * rollout/trafficrouting/alb/alb.go.
 */
export class AlbRouter extends WeightOnlyRouter {
  readonly type = 'ALB';
  readonly #context: RouterContext;
  readonly #alb: AlbTrafficRouting;

  constructor(context: RouterContext, alb: AlbTrafficRouting) {
    super();
    this.#context = context;
    this.#alb = alb;
  }

  /** Source: SetWeight, SetWeightPerIngress. */
  override setWeight(desiredWeight: number, additional: readonly WeightDestination[]): void {
    const { env, rollout, reads } = this.#context;
    const service = rootServiceOf(rollout, this.#alb);
    const action = (): string => weightedAction(rollout, this.#alb, desiredWeight, additional);
    const because = weightAction.because(
      (write) => ({
        weight: reads.weight(write),
        action: albAction.of(
          write.of(rollout, ''),
          reads.weight(write),
          ...reads.additional(write).flatMap((one) => [one.weight, one.service]),
        ),
      }),
      `metadata.annotations[${actionKey(this.#alb, service)}]`,
    );
    this.#patchEach(`to desiredWeight '${desiredWeight}'`, [because], (ingress) => {
      if (!hasRuleWithService(ingress, service)) {
        throw new ReconcileError(`ingress does not have service \`${service}\` in rules`);
      }
      return { annotations: annotationsForWeight(rollout, this.#alb, ingress.metadata.annotations, action()) };
    });
    for (const name of this.#ingresses()) env.appliedWeights?.write(this.#keyOf(name), action());
  }

  /** Source: SetHeaderRoute, SetHeaderRoutePerIngress. */
  override setHeaderRoute(route: SetHeaderRoute): void {
    const { rollout, reads } = this.#context;
    const name = route.name ?? '';
    const managed = rollout.spec.strategy.canary?.trafficRouting?.managedRoutes ?? [];
    const condition = `metadata.annotations[${conditionKey(this.#alb, name)}]`;
    const because =
      route.match === undefined
        ? [becauseOfNoRoutes(reads, condition)]
        : [becauseOfRouteAgain(reads, condition), becauseOfRouteAgain(reads, 'spec.rules')];
    this.#patchEach(`to headerRoute '${goHeaderRoute(route)}'`, because, (ingress) => {
      const annotations = annotationsForHeader(rollout, this.#alb, ingress.metadata.annotations, route);
      const hasRule = hasRuleWithService(ingress, name);
      let spec: IngressSpec = ingress.spec;
      if (hasRule && route.match === undefined) spec = withoutPathTo(spec, name);
      if (!hasRule && route.match !== undefined) spec = withActionPath(spec, name);
      return { annotations, spec: withSortedPaths(spec, managed) };
    });
  }

  /** Only with verification of target groups switched on. Source: VerifyWeight. */
  override verifyWeight(desiredWeight: number, additional: readonly WeightDestination[]): boolean | undefined {
    const { env, rollout } = this.#context;
    const { appliedWeights } = env;
    if (appliedWeights === undefined || !shouldVerifyWeight(rollout, desiredWeight)) return undefined;
    const action = weightedAction(rollout, this.#alb, desiredWeight, additional);
    return this.#ingresses().every((name) => appliedWeights.areApplied(this.#keyOf(name), action));
  }

  /** Source: RemoveManagedRoutes, RemoveManagedRoutesPerIngress. */
  override removeManagedRoutes(): void {
    const { rollout, reads } = this.#context;
    const managed = rollout.spec.strategy.canary?.trafficRouting?.managedRoutes ?? [];
    if (managed.length === 0) return;
    const names = managed.map(({ name }) => name);
    const because = names.map((name) =>
      becauseOfNoRoutes(reads, `metadata.annotations[${conditionKey(this.#alb, name)}]`),
    );
    this.#patchEach('removing managed routes', because, (ingress) => ({
      annotations: annotationsWithoutRoutes(rollout, this.#alb, ingress.metadata.annotations, names),
      spec: names.reduce(withoutPathTo, ingress.spec),
    }));
  }

  #ingresses(): readonly string[] {
    return this.#alb.ingresses ?? [this.#alb.ingress ?? ''];
  }

  #keyOf(name: string): string {
    return `Ingress/${this.#context.rollout.metadata.namespace ?? ''}/${name}`;
  }

  /** Patches one Ingress after the other, up to the first that needs no patch. */
  #patchEach(what: string, because: readonly Because[], decide: (ingress: Ingress) => DesiredIngress): void {
    const { env, rollout, reads } = this.#context;
    const namespace = rollout.metadata.namespace ?? '';
    const path = `metadata.annotations[${MANAGED_ANNOTATIONS}]`;
    const listed = annotationsListed.because(
      (write) => ({ rollout: reads.rollout(write), list: write.after(path) }),
      path,
    );
    for (const name of this.#ingresses()) {
      const ingress = env.api.get(INGRESS, namespace, name);
      const patch = ingressPatch(ingress, decide(ingress));
      if (patch === undefined) return;
      env.recorder.event(rollout, 'Normal', 'PatchingALBIngress', `Updating Ingress \`${name}\` ${what}`);
      wrapMessage(`error patching alb ingress \`${name}\``, () =>
        env.api.patch(INGRESS, namespace, name, patch, { because: [...because, listed] }),
      );
    }
  }
}

/** A header route as the reference's event shows it: a format for numbers, applied to a structure with pointers. */
function goHeaderRoute({ name = '', match = [] }: SetHeaderRoute): string {
  const matches = match.map(({ headerName }) => `{%!d(string=${headerName}) <address>}`);
  return `&{%!d(string=${name}) [${matches.join(' ')}]}`;
}
