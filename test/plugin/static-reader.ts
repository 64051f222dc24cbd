import type { Json } from '../../src/api/json.ts';
import { isJsonObject } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import type { ObjectReader } from '../../src/api/reader.ts';
import type { KubeObject, Resource } from '../../src/api/resources.ts';

/** Objects of one instant, as they are written: with status, uid and times. */
export function staticReader(manifests: readonly Json[]): ObjectReader {
  const server = new MemoryServer({ clock: { nowMs: () => 0 }, freeze: true });
  const objects = manifests.map((manifest) => {
    if (!isJsonObject(manifest)) throw new Error('no object');
    return server.decode(manifest);
  });
  const isOf = <T extends KubeObject>(object: KubeObject, resource: Resource<T>): object is T =>
    object.kind === resource.kind;
  const list = <T extends KubeObject>(resource: Resource<T>, namespace?: string): readonly T[] =>
    objects
      .filter((object) => isOf(object, resource))
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
      .toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  return {
    list,
    find: (resource, namespace, name) => list(resource, namespace).find(({ metadata }) => metadata.name === name),
  };
}
