import type { Json, JsonObject } from '../../api/json.ts';
import type { ObjectReader } from '../../api/reader.ts';
import type { KubeObject, Resource } from '../../api/resources.ts';
import type { ActionEntry } from '../../timeline/timeline.ts';

/** What the recordings of a group keep of a run. */
export interface Kept {
  /** Kinds whose events are recorded. */
  readonly eventKinds: ReadonlySet<string>;
  /** What is recorded of an action's answer. */
  readonly answer: (action: ActionEntry) => string | undefined;
  /** What is recorded of an object; undefined for kinds of which nothing is. */
  readonly form: (resource: Resource<KubeObject>, object: KubeObject) => JsonObject | undefined;
  readonly views: (
    reader: ObjectReader,
    name: string,
    nowMs: number,
  ) => { readonly view: Json | undefined; readonly list: Json | undefined };
}
