import { count as countOf, difference, nothing } from '../api/input-functions.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import {
  type Because,
  defineFunction,
  defineRule,
  type InputFunction,
  isAnything,
  isInt,
  isText,
  isTextOrNull,
  type Rule,
  type RuleInput,
  type Write,
} from '../api/reason.ts';
import { MANAGED_BY_ANNOTATION } from '../api/rollouts/names.ts';

/** Why routers write what they write: the same for every kind of router. */

type Read = (write: Write) => RuleInput;

export interface DestinationReads {
  readonly weight: RuleInput;
  readonly service: RuleInput;
  readonly hash: RuleInput;
}

/**
 * Where the reasons of a router read what it was asked for. The controller fills it in for each router before it asks; what was not filled in is
 * not there.
 */
export interface TrafficReads {
  /** The weight of the canary. */
  weight: Read;
  canaryHash: Read;
  stableHash: Read;
  /** Destinations of an experiment, in their order. */
  additional: (write: Write) => readonly DestinationReads[];
  /** The name of the route of the step, and the names of those that rollouts manage. */
  route: Read;
  managedRoutes: Read;
  /** The name of the rollout. */
  rollout: Read;
}

/** Before anything is asked for. */
export function noReads(): TrafficReads {
  const none: Read = () => nothing.of();
  return {
    weight: none,
    canaryHash: none,
    stableHash: none,
    additional: () => [],
    route: none,
    managedRoutes: none,
    rollout: none,
  };
}

const MAX_WEIGHT = 100;

export const fullWeight = defineFunction('fullWeight', [], () => MAX_WEIGHT);

/** Weights of some routers are texts. */
export const asText = defineFunction('asText', [isInt], ([weight]) => String(weight));

/** Some leave a weight of 0 out. */
export const orOmitted = defineFunction('orOmitted', [isInt], ([weight]) => (weight === 0 ? null : weight));

/** No less than none. */
export const notNegative = defineFunction('notNegative', [isInt], ([weight]) => Math.max(0, weight));

export const canaryShare = defineRule({
  id: 'router.weight.canary',
  title: 'The router has the weight of the canary',
  statement: 'What the controller asks for is written into the objects of the traffic router.',
  template: 'the router is told to send {weight} to the canary',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'weight',
  path: 'spec',
  inputs: { weight: isInt, written: isAnything },
  formula: ({ written }) => written,
  example: { inputs: { weight: 20, written: 20 }, value: 20, text: 'the router is told to send 20 to the canary' },
});

export const stableShare = defineRule({
  id: 'router.weight.stable',
  title: 'The router has the weight of the stable version',
  statement: 'The stable version gets what canary and experiments leave.',
  template: 'the router is told to send {weight} to the canary: {written} is left for stable',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'detail',
  path: 'spec',
  inputs: { weight: isInt, written: isAnything },
  formula: ({ written }) => written,
  example: {
    inputs: { weight: 20, written: 80 },
    value: 80,
    text: 'the router is told to send 20 to the canary: 80 is left for stable',
  },
});

export const experimentShare = defineRule({
  id: 'router.weight.experiment',
  title: 'The router has the weights of an experiment',
  statement: 'Templates of a running experiment with a weight get their share from the stable version.',
  template: 'the router is told to send {weight} to a template of the experiment',
  source: 'rollout/trafficrouting.go calculateWeightDestinationsFromExperiment',
  explains: 'weight',
  path: 'spec',
  inputs: { weight: isInt, written: isAnything },
  formula: ({ written }) => written,
  example: {
    inputs: { weight: 5, written: 5 },
    value: 5,
    text: 'the router is told to send 5 to a template of the experiment',
  },
});

export const experimentOver = defineRule({
  id: 'router.experiment.over',
  title: 'An experiment that ended gets no traffic',
  statement: 'What a router had for the templates of an experiment goes when that ends.',
  template: 'templates of experiments with traffic: {destinations}',
  source: 'rollout/trafficrouting.go calculateWeightDestinationsFromExperiment',
  explains: 'weight',
  path: 'spec',
  inputs: { destinations: isInt },
  formula: () => null,
  example: { inputs: { destinations: 0 }, value: null, text: 'templates of experiments with traffic: 0' },
});

export const weightAction = defineRule({
  id: 'router.weight.action',
  title: 'An ALB has all weights in one action',
  statement: 'The annotation of an Ingress for an ALB holds the targets of a rule with their weights as one text.',
  template: 'the router is told to send {weight} to the canary',
  source: 'rollout/trafficrouting/alb/alb.go getForwardActionString',
  explains: 'weight',
  path: 'metadata.annotations',
  inputs: { weight: isInt, action: isText },
  formula: ({ action }) => action,
  example: {
    inputs: { weight: 20, action: '{"Type":"forward"}' },
    value: '{"Type":"forward"}',
    text: 'the router is told to send 20 to the canary',
  },
});

export const selectedVersion = defineRule({
  id: 'router.version',
  title: 'The router selects pods by version',
  statement:
    'Subsets of a DestinationRule and VirtualNodes select the pods of canary and stable by the hash of the version.',
  template: 'the pods of version {hash} are selected',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'service',
  path: 'spec',
  inputs: { hash: isTextOrNull },
  formula: ({ hash }) => hash,
  example: { inputs: { hash: '76ddfb4f47' }, value: '76ddfb4f47', text: 'the pods of version 76ddfb4f47 are selected' },
});

export const versionUnselected = defineRule({
  id: 'router.version.released',
  title: 'A DestinationRule that no rollout names loses its versions',
  statement:
    'When its rollout is gone, or no longer names it, the subsets of a DestinationRule select all versions again.',
  template: 'no rollout names the DestinationRule any more (it was managed by {manager})',
  source: 'rollout/trafficrouting/istio/controller.go syncDestinationRule',
  explains: 'service',
  path: 'spec.subsets',
  inputs: { manager: isText },
  formula: () => null,
  example: {
    inputs: { manager: 'shop' },
    value: null,
    text: 'no rollout names the DestinationRule any more (it was managed by shop)',
  },
});

export const objectManaged = defineRule({
  id: 'router.managed',
  title: 'An object of a router names the rollout that manages it',
  statement: 'An object whose subsets a rollout moves carries the name of the rollout.',
  template: 'rollout {rollout} manages the object',
  source: 'rollout/trafficrouting/istio/istio.go UpdateHash',
  explains: 'detail',
  path: `metadata.annotations[${MANAGED_BY_ANNOTATION}]`,
  inputs: { rollout: isText },
  formula: ({ rollout }) => rollout,
  example: { inputs: { rollout: 'shop' }, value: 'shop', text: 'rollout shop manages the object' },
});

export const objectReleased = defineRule({
  id: 'router.managed.released',
  title: 'An object that no rollout names loses its mark',
  statement: 'When its rollout is gone, or no longer names it, an object of a router loses the name of the rollout.',
  template: '{manager} manages the object no longer',
  source: 'rollout/trafficrouting/istio/controller.go syncDestinationRule',
  explains: 'detail',
  path: `metadata.annotations[${MANAGED_BY_ANNOTATION}]`,
  inputs: { manager: isText },
  formula: () => null,
  example: { inputs: { manager: 'shop' }, value: null, text: 'shop manages the object no longer' },
});

export const annotationsListed = defineRule({
  id: 'router.annotations.listed',
  title: 'An Ingress lists the annotations that a rollout manages',
  statement: 'An annotation of the Ingress lists, by rollout, which annotations were written for it.',
  template: 'rollout {rollout} manages annotations of the Ingress',
  source: 'utils/ingress/ingress.go ManagedALBAnnotations',
  explains: 'detail',
  path: 'metadata.annotations',
  inputs: { rollout: isText, list: isText },
  formula: ({ rollout, list }) => (list.includes(JSON.stringify(rollout)) ? list : undefined),
  example: {
    inputs: { rollout: 'shop', list: '{"shop":[]}' },
    value: '{"shop":[]}',
    text: 'rollout shop manages annotations of the Ingress',
  },
});

export const actionReset = defineRule({
  id: 'router.action.reset',
  title: 'An Ingress for an ALB loses the actions of a rollout that is gone',
  statement:
    'Actions that a rollout managed are reset to their Service when no rollout of that name manages the Ingress.',
  template: 'rollouts that no longer manage the Ingress: {gone}',
  source: 'ingress/alb.go syncALBIngress',
  explains: 'weight',
  path: 'metadata.annotations',
  inputs: { gone: isText, written: isAnything },
  formula: ({ written }) => written,
  example: {
    inputs: { gone: 'shop', written: {} },
    value: {},
    text: 'rollouts that no longer manage the Ingress: shop',
  },
});

export const routeAdded = defineRule({
  id: 'router.route',
  title: 'A step adds a route',
  statement: 'At a setHeaderRoute or setMirrorRoute step the router gets a route of that name.',
  template: 'the step adds the route {route}',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'weight',
  path: 'spec',
  inputs: { route: isText },
  formula: ({ route }) => route,
  example: { inputs: { route: 'beta' }, value: 'beta', text: 'the step adds the route beta' },
});

export const routeChanged = defineRule({
  id: 'router.route.changed',
  title: 'A step changes a route that is there',
  statement: 'A step for a route that is there already gives it the matches of the step.',
  template: 'the step gives the route {route} its matches',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'weight',
  path: 'spec',
  inputs: { route: isText, written: isAnything },
  formula: ({ written }) => written,
  example: {
    inputs: { route: 'beta', written: [] },
    value: [],
    text: 'the step gives the route beta its matches',
  },
});

export const routeRemoved = defineRule({
  id: 'router.route.removed',
  title: 'Managed routes go with the update',
  statement:
    'Routes that managedRoutes names go when the update is over, aborted or promoted in full, and with a step of their name without matches.',
  template: 'the routes {routes} are no longer needed',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'weight',
  path: 'spec',
  inputs: { routes: isText },
  formula: () => null,
  example: { inputs: { routes: 'beta' }, value: null, text: 'the routes beta are no longer needed' },
});

export const canaryObjectDeleted = defineRule({
  id: 'router.deleted',
  title: 'Without a weight the canary needs no object',
  statement: 'The canary Mapping of Ambassador goes when its weight is 0.',
  template: 'the canary has weight {weight}',
  source: 'rollout/trafficrouting/ambassador/ambassador.go handleCanaryMapping',
  explains: 'weight',
  path: '',
  inputs: { weight: isInt },
  formula: ({ weight }) => (weight === 0 ? null : undefined),
  example: { inputs: { weight: 0 }, value: null, text: 'the canary has weight 0' },
});

export const copiedFromStable = defineRule({
  id: 'router.copy',
  title: 'The canary Ingress follows the stable one',
  statement: 'The canary Ingress of NGINX has the rules of the stable Ingress that lead to the stable Service.',
  template: 'Ingress {stable} has these rules',
  source: 'rollout/trafficrouting/nginx/nginx.go buildCanaryIngress',
  explains: 'detail',
  path: 'spec.rules',
  inputs: { stable: isText, written: isAnything },
  formula: ({ written }) => written,
  example: { inputs: { stable: 'shop', written: [] }, value: [], text: 'Ingress shop has these rules' },
});

/** Why a field has the weight of the canary; `as`: how the router writes it. */
export function becauseOfCanary({ weight }: TrafficReads, path: string, as?: InputFunction): Because {
  return canaryShare.because((write) => {
    const read = weight(write);
    return { weight: read, written: as === undefined ? read : as.of(read) };
  }, path);
}

/** Why a field has the weight that is left for stable. */
export function becauseOfStable(reads: TrafficReads, path: string, as?: InputFunction): Because {
  return stableShare.because((write) => {
    const weight = reads.weight(write);
    const experiments = reads.additional(write).map((one) => one.weight);
    const left = difference.of(fullWeight.of(), weight, ...experiments);
    return { weight, written: as === undefined ? left : as.of(left) };
  }, path);
}

/** Why a field has the weight of an experiment's destination. */
export function becauseOfExperiment(reads: TrafficReads, index: number, path: string, as?: InputFunction): Because {
  return experimentShare.because((write) => {
    const weight = reads.additional(write)[index]?.weight ?? nothing.of();
    return { weight, written: as === undefined ? weight : as.of(weight) };
  }, path);
}

/** Why parts of a list at a path are gone: those of an experiment that ended. */
export function becauseOfFewer(
  reads: TrafficReads,
  before: Json | undefined,
  after: Json | undefined,
  path: string,
): readonly Because[] {
  if (!isJsonArray(before) || !isJsonArray(after)) return [];
  return before.slice(after.length).map((_one, index) => becauseOfEnd(reads, `${path}[${after.length + index}]`));
}

/** Why what an experiment had is gone. */
export function becauseOfEnd(reads: TrafficReads, path: string): Because {
  return experimentOver.because(
    (write) => ({ destinations: countOf.of(...reads.additional(write).map(({ hash }) => hash)) }),
    path,
  );
}

/** Why a route of a step is there: at `path` is its name. */
export function becauseOfRoute(reads: TrafficReads, path: string): Because {
  return routeAdded.because((write) => ({ route: reads.route(write) }), path);
}

/** Why a route that is there already is written anew. */
export function becauseOfRouteAgain(reads: TrafficReads, path: string): Because {
  return routeChanged.because((write) => ({ route: reads.route(write), written: write.after(path) }), path);
}

/** Why routes that rollouts manage are gone. */
export function becauseOfNoRoutes(reads: TrafficReads, path: string): Because {
  return routeRemoved.because((write) => ({ routes: reads.managedRoutes(write) }), path);
}

/** What a part of a router's object gives a weight to: a side, or a destination of an experiment by its index. */
export type Share = 'canary' | 'stable' | number;

/** The share of a Service by its name; `experiments`: the Services of an experiment's destinations. */
export function shareOfService(
  name: Json | undefined,
  canary: string,
  stable: string,
  experiments: readonly string[] = [],
): Share | undefined {
  if (typeof name !== 'string') return undefined;
  if (name === canary) return 'canary';
  if (name === stable) return 'stable';
  const index = experiments.indexOf(name);
  return index === -1 ? undefined : index;
}

export interface WeightFields {
  /** What an object with a field `weight` stands for; undefined for others. */
  readonly shareOf: (object: JsonObject) => Share | undefined;
  /** How the router writes weights. */
  readonly as?: InputFunction;
  /** The same for what is left for stable. */
  readonly asRest?: InputFunction;
}

/** Why the weights in a part of a router's object are what they are. `path`: where the part is. */
export function becauseOfWeights(
  reads: TrafficReads,
  part: Json | undefined,
  path: string,
  fields: WeightFields,
): readonly Because[] {
  if (isJsonArray(part)) {
    return part.flatMap((item, index) => becauseOfWeights(reads, item, `${path}[${index}]`, fields));
  }
  if (!isJsonObject(part)) return [];
  const share = fields.shareOf(part);
  if (share === undefined) {
    return Object.entries(part).flatMap(([key, item]) => becauseOfWeights(reads, item, `${path}.${key}`, fields));
  }
  const { as, asRest = as } = fields;
  const field = `${path}.weight`;
  if (share === 'canary') return [becauseOfCanary(reads, field, as)];
  if (share === 'stable') return [becauseOfStable(reads, field, asRest)];
  return [becauseOfExperiment(reads, share, field, as)];
}

export const ROUTER_RULES: readonly Rule[] = [
  canaryShare,
  stableShare,
  experimentShare,
  experimentOver,
  weightAction,
  selectedVersion,
  versionUnselected,
  objectManaged,
  objectReleased,
  annotationsListed,
  actionReset,
  routeAdded,
  routeChanged,
  routeRemoved,
  canaryObjectDeleted,
  copiedFromStable,
];

export const ROUTER_FUNCTIONS: readonly InputFunction[] = [fullWeight, asText, orOmitted, notNegative];
