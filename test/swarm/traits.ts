import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';

/** What a strategy may be held to in a world: promises are given under conditions. */
export interface Traits {
  /** No pod fails, turns unready, or is deleted but by controllers; every pod finds a node. */
  readonly podsBehave: boolean;
  /** Nobody but the strategies changes how many pods are wanted. */
  readonly replicasFixed: boolean;
  /** Nobody deletes an object. */
  readonly nothingDeleted: boolean;
  /** Specs change only by new images: no patch, no apply, no other strategy. */
  readonly onlyImagesChange: boolean;
  /** Nobody restarts pods. */
  readonly noRestarts: boolean;
  /** Routers act at once. */
  readonly routersActAtOnce: boolean;
  /** No entry of the script waits for a time of its own: a run may settle before that. */
  readonly nothingWaitsForTime: boolean;
}

/** Deeds after which pods do not behave any more. */
const POD_DEEDS = ['pods', 'fault', 'node'];

export function traitsOf(scenario: JsonObject, files: ReadonlyMap<string, readonly JsonObject[]>): Traits {
  const spec = objectAt(scenario, 'spec');
  const script = listAt(spec, 'script').filter(isJsonObject);
  const documents = [...files.values()].flat();
  const commands = script.flatMap(({ run }) => (typeof run === 'string' ? [run] : []));
  const runs = (pattern: RegExp): boolean => commands.some((command) => pattern.test(command));
  const has = (key: string): boolean => script.some((entry) => entry[key] !== undefined);
  const images = Object.values(objectAt(spec, 'images')).filter(isJsonObject);
  const isScheduled = listAt(objectAt(spec, 'cluster'), 'nodes').length > 0;
  const isAutoscaled = documents.some(({ kind }) => kind === 'HorizontalPodAutoscaler');
  return {
    podsBehave:
      !isScheduled &&
      !POD_DEEDS.some(has) &&
      !images.some(({ never, crash, turnsUnready }) => (never ?? crash ?? turnsUnready) !== undefined),
    replicasFixed: !isAutoscaled && !runs(/^kubectl scale/) && !has('patch') && !has('apply'),
    nothingDeleted: !has('delete') && !has('commit') && !runs(/^kubectl delete|--prune/),
    onlyImagesChange: !has('patch') && !has('apply') && !has('delete'),
    noRestarts: !runs(/ restart /),
    routersActAtOnce: objectAt(objectAt(spec, 'cluster'), 'routers')['albWeightDelay'] === undefined,
    nothingWaitsForTime: !script.some(({ when }) => typeof when === 'string' && /\bseconds\b/.test(when)),
  };
}

function objectAt(value: JsonObject, key: string): JsonObject {
  const found: Json | undefined = value[key];
  return isJsonObject(found) ? found : {};
}

function listAt(value: JsonObject, key: string): readonly Json[] {
  const found: Json | undefined = value[key];
  return isJsonArray(found) ? found : [];
}
