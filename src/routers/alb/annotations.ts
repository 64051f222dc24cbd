import { ReconcileError } from '../../api/errors.ts';
import { canonical } from '../../api/canonical.ts';
import { defineFunction, defineListFunction, isAnything, isTextOrNull } from '../../api/reason.ts';
import { goJson } from '../../api/go-json.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { SetHeaderRoute } from '../../api/shape/canary-steps.ts';
import { rollout as rolloutShape, type Rollout, type WeightDestination } from '../../api/shape/rollout.ts';
import { list, map, raw, text } from '../../api/shape/shape.ts';
import type { AlbTrafficRouting, StickinessConfig } from '../../api/shape/traffic-routing.ts';
import { stableAndCanaryServices } from '../../api/rollouts/traffic.ts';
import { own } from '../../text/own.ts';
import type { Annotations } from '../ingress-parts.ts';
import { panicked } from '../reconcile-errors.ts';

/** Lists, by rollout, the annotations of an Ingress that rollouts manage. Source: utils/ingress/ingress.go. */
export const MANAGED_ANNOTATIONS = 'rollouts.argoproj.io/managed-alb-annotations';
export const ACTION_PREFIX = '/actions.';
const CONDITION_PREFIX = '/conditions.';
const DEFAULT_PREFIX = 'alb.ingress.kubernetes.io';
const MAX_STICKY_SECONDS = 604_800;

/**
 * Key of the annotation with the action of a Service or route. Source: ALBActionAnnotationKey,
 * ALBHeaderBasedActionAnnotationKey.
 */
export const actionKey = (alb: AlbTrafficRouting, name: string): string =>
  `${alb.annotationPrefix || DEFAULT_PREFIX}${ACTION_PREFIX}${name}`;

/** Source: ALBHeaderBasedConditionAnnotationKey. */
export const conditionKey = (alb: AlbTrafficRouting, name: string): string =>
  `${alb.annotationPrefix || DEFAULT_PREFIX}${CONDITION_PREFIX}${name}`;

/** The Service in whose place the weighted action stands. */
export function rootServiceOf(rollout: Rollout, alb: AlbTrafficRouting): string {
  return alb.rootService || (rollout.spec.strategy.canary?.stableService ?? '');
}

interface Target {
  readonly service: string;
  readonly weight: number;
}

/**
 * An action that forwards requests to Services by weight, as the annotation says it. Source: utils/ingress/ingress.go
 * ALBAction.
 */
export function forwardAction(
  targets: readonly Target[],
  port: string,
  stickiness: StickinessConfig | undefined,
): string {
  const groups = targets.map(({ service, weight }): Json => ({
    ServiceName: service === '' ? undefined : service,
    ServicePort: port === '' ? undefined : port,
    Weight: weight,
  }));
  const sticky =
    stickiness === undefined ? undefined : { Enabled: stickiness.enabled, DurationSeconds: stickiness.durationSeconds };
  return goJson(raw, {
    Type: 'forward',
    ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: sticky },
  });
}

function stickinessOf({ stickinessConfig: config }: AlbTrafficRouting): StickinessConfig | undefined {
  if (config?.enabled !== true) return undefined;
  if (config.durationSeconds < 1 || config.durationSeconds > MAX_STICKY_SECONDS) {
    throw new ReconcileError("TargetGroupStickinessConfig's duration must be between 1 and 604800 seconds (7 days)!");
  }
  return config;
}

/**
 * The action for a weight: canary, experiments, and what is left for stable. Source: rollout/trafficrouting/alb/alb.go
 * getForwardActionString.
 */
export function weightedAction(
  rollout: Rollout,
  alb: AlbTrafficRouting,
  desiredWeight: number,
  additional: readonly WeightDestination[],
): string {
  const { stable, canary } = stableAndCanaryServices(rollout, true);
  const stableWeight = additional.reduce((left, { weight }) => left - weight, 100 - desiredWeight);
  const targets = [
    { service: canary, weight: desiredWeight },
    ...additional.map(({ serviceName = '', weight }) => ({ service: serviceName, weight })),
    { service: stable, weight: stableWeight },
  ];
  return forwardAction(targets, String(alb.servicePort), stickinessOf(alb));
}

/** The same of a rollout, the weight, and the weights and Services of an experiment's destinations. */
export const albAction = defineListFunction('albAction', isAnything, ([value, weight, ...parts]) => {
  const rollout = canonical(rolloutShape, value);
  if (!isRollout(rollout) || typeof weight !== 'number') return null;
  const { alb } = rollout.spec.strategy.canary?.trafficRouting ?? {};
  if (alb === undefined) return null;
  const additional: WeightDestination[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [share, serviceName] = parts.slice(index, index + 2);
    if (typeof share !== 'number') return null;
    additional.push({ weight: share, ...(typeof serviceName === 'string' ? { serviceName } : {}) });
  }
  return weightedAction(rollout, alb, weight, additional);
});

/** What went through the canonical form of a rollout is one. */
function isRollout(value: Json): value is Rollout & JsonObject {
  return isJsonObject(value);
}

/** Source: rollout/trafficrouting/alb/alb.go getTrafficForwardActionString. */
function canaryAction(rollout: Rollout, alb: AlbTrafficRouting): string {
  const { canary } = stableAndCanaryServices(rollout, true);
  return forwardAction([{ service: canary, weight: 100 }], String(alb.servicePort), stickinessOf(alb));
}

/** Values of one header stand in one condition. Source: upsertCondition, getTrafficForwardConditionString. */
function headerConditions(route: SetHeaderRoute): string {
  const values = new Map<string, string[]>();
  for (const { headerName, headerValue } of route.match ?? []) {
    if (headerValue === null) throw panicked();
    const known = values.get(headerName);
    if (known === undefined) values.set(headerName, [headerValue.exact ?? '']);
    else known.push(headerValue.exact ?? '');
  }
  const conditions = [...values].map(([name, some]): Json => ({
    field: 'http-header',
    httpHeaderConfig: { httpHeaderName: name, values: some },
  }));
  return goJson(raw, conditions);
}

/** Annotations managed by rollouts, by the rollout's name. */
export type ManagedAnnotations = Readonly<Record<string, readonly string[]>>;

function parse(json: string): Json {
  try {
    return JSON.parse(json);
  } catch {
    throw new ReconcileError(`invalid character '${json.trimStart().slice(0, 1)}' looking for beginning of value`);
  }
}

/** Source: utils/ingress/ingress.go NewManagedALBAnnotations. */
export function readManagedAnnotations(annotations: Annotations | undefined): ManagedAnnotations {
  const written = annotations?.[MANAGED_ANNOTATIONS] ?? '';
  const value = written === '' ? {} : parse(written);
  if (!isJsonObject(value)) {
    throw new ReconcileError('json: cannot unmarshal into Go value of type ingress.ManagedALBAnnotations');
  }
  const entries = Object.entries(value).map(([rollout, keys]): readonly [string, readonly string[]] => [
    rollout,
    isJsonArray(keys) ? keys.filter((key) => typeof key === 'string') : [],
  ]);
  return Object.fromEntries(entries);
}

/** The rollouts that a list of managed annotations names, in one text. */
export const managedRollouts = defineFunction('managedRollouts', [isTextOrNull], ([written]) => {
  try {
    const value: unknown = JSON.parse(written ?? '{}');
    return isJsonObject(value) ? Object.keys(value).sort().join(', ') : '';
  } catch {
    return '';
  }
});

const MANAGED = map(list(text));

export function writeManagedAnnotations(managed: ManagedAnnotations): string {
  return goJson(MANAGED, managed);
}

/**
 * The annotations, with some keys added to or taken from those that a rollout manages. Source: modifyManagedAnnotation.
 */
function withManaged(annotations: Annotations, rollout: string, add: boolean, keys: readonly string[]): Annotations {
  const all = readManagedAnnotations(annotations);
  const known = own(all, rollout) ?? [];
  const managed = add
    ? [...known, ...keys.filter((key) => !known.includes(key))]
    : known.filter((key) => !keys.includes(key));
  return { ...annotations, [MANAGED_ANNOTATIONS]: writeManagedAnnotations({ ...all, [rollout]: managed }) };
}

/** Annotations of an Ingress for a weight. Source: getDesiredAnnotations. */
export function annotationsForWeight(
  rollout: Rollout,
  alb: AlbTrafficRouting,
  current: Annotations | undefined,
  action: string,
): Annotations {
  const key = actionKey(alb, rootServiceOf(rollout, alb));
  return withManaged({ ...current, [key]: action }, rollout.metadata.name ?? '', true, [key]);
}

function without(annotations: Annotations, keys: readonly string[]): Annotations {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !keys.includes(key)));
}

/** Annotations of an Ingress for a header route, or without it. Source: getDesiredHeaderAnnotations. */
export function annotationsForHeader(
  rollout: Rollout,
  alb: AlbTrafficRouting,
  current: Annotations | undefined,
  route: SetHeaderRoute,
): Annotations {
  if (current === undefined) throw panicked();
  const name = route.name ?? '';
  const action = actionKey(alb, name);
  const condition = conditionKey(alb, name);
  const add = route.match !== undefined;
  const annotations = add
    ? { ...current, [action]: canaryAction(rollout, alb), [condition]: headerConditions(route) }
    : without(current, [action, condition]);
  return withManaged(annotations, rollout.metadata.name ?? '', add, [action, condition]);
}

/** Annotations of an Ingress without any managed route. Source: RemoveManagedRoutesPerIngress. */
export function annotationsWithoutRoutes(
  rollout: Rollout,
  alb: AlbTrafficRouting,
  current: Annotations | undefined,
  routes: readonly string[],
): Annotations {
  if (current === undefined) throw panicked();
  const keys = routes.flatMap((name) => [actionKey(alb, name), conditionKey(alb, name)]);
  return withManaged(without(current, keys), rollout.metadata.name ?? '', false, keys);
}
