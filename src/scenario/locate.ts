import { segmentsOf } from '../api/field-path.ts';
import type { Manifest } from './manifest.ts';
import type { FilePosition, NamedObject, Rehearsal } from './rehearsal.ts';
import { positionOf } from './source-file.ts';
import { placeOfKey } from './yaml-path.ts';

/**
 * Finds fields of objects in the manifests. Of a field that the manifest does not have, the nearest key around it is meant:
 * `spec.strategy.canary.maxSurge` of a manifest without maxSurge is at the line of `canary:`.
 */
export function locateIn(manifests: readonly Manifest[]): Rehearsal['locate'] {
  return (object, path) => {
    const manifest = manifests.find((one) => isNamed(one, object));
    return manifest === undefined ? undefined : placeIn(manifest, path);
  };
}

function isNamed({ resource, namespace, name }: Manifest, object: NamedObject): boolean {
  if (resource.kind !== object.kind || name !== object.name) return false;
  return !resource.namespaced || namespace === object.namespace;
}

function placeIn({ document, path }: Manifest, field: string): FilePosition {
  const segments = segmentsOf(field).filter((segment) => typeof segment !== 'object');
  const { file, start } = placeOfKey(document, [...path, ...segments]);
  return { file: file.name, ...positionOf(file, start) };
}
