import { deepEqual } from '../../../api/equality.ts';
import { isJsonObject, type JsonObject } from '../../../api/json.ts';
import { goTypeOf } from '../../../api/kubernetes/go-types.ts';
import { applyMergePatch, createMergePatch } from '../../../api/merge-patch.ts';
import { applyStrategicMergePatch } from '../../../api/strategic-merge/apply.ts';
import { createThreeWayMergePatch } from '../../../api/strategic-merge/create.ts';
import { own, setOwn } from '../../../text/own.ts';
import { textAt } from '../fields.ts';
import { type IgnoredPath, withoutPaths } from './ignored-paths.ts';

/**
 * The manifest that a sync with RespectIgnoreDifferences applies: with the live values of what is ignored. A path into a list of a custom resource takes
 * over the whole live list, since lists of JSON are replaced whole: with `.spec.http[].route[].weight` ignored, a new route in Git never comes.
 *
 * Throws a StrategicMergeError for objects that their type does not allow.
 *
 * Source: controller/sync.go normalizeTargetResources, getMergePatch, applyMergePatch
 */
export function withLiveValues(target: JsonObject, live: JsonObject, ignored: readonly IgnoredPath[]): JsonObject {
  const whole: JsonObject = { ...live, status: undefined };
  const reduced = withoutPaths(whole, ignored);
  const wanted = withoutPaths({ ...target, status: undefined }, ignored);
  const type = goTypeOf(textAt(target, 'apiVersion') ?? '', textAt(target, 'kind') ?? '');
  const patched =
    type === undefined
      ? applyMergePatch(wanted, createMergePatch(reduced, whole) ?? {})
      : applyStrategicMergePatch(wanted, createThreeWayMergePatch(whole, whole, reduced, type), type);
  return isJsonObject(patched) ? withOwnValues({ patched, target, wanted, reduced }) : target;
}

interface Respected {
  readonly patched: JsonObject;
  readonly target: JsonObject;
  /** The target without what is ignored. */
  readonly wanted: JsonObject;
  /** The live object without what is ignored. */
  readonly reduced: JsonObject;
}

/** What is not ignored is as in the target, though a field around it was taken over whole. Source: controller/sync.go restoreNonIgnoredFields */
function withOwnValues({ patched, target, wanted, reduced }: Respected): JsonObject {
  const result: Record<string, JsonObject[string]> = { ...patched };
  for (const [key, value] of Object.entries(target)) {
    if (value === undefined) continue;
    const [found, kept, live] = [own(patched, key), own(wanted, key), own(reduced, key)];
    if (isJsonObject(found) && isJsonObject(value) && isJsonObject(kept)) {
      const inner = isJsonObject(live) ? live : {};
      setOwn(result, key, withOwnValues({ patched: found, target: value, wanted: kept, reduced: inner }));
    } else if (kept !== undefined && deepEqual(kept, value)) setOwn(result, key, value);
  }
  for (const key of Object.keys(patched)) {
    if (own(target, key) === undefined && own(reduced, key) !== undefined) delete result[key];
  }
  return result;
}
