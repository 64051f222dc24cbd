import { computePodTemplateHash } from '../../api/hash.ts';
import type { Deployment } from '../../api/shape/apps.ts';

/** The hash by which a deployment's ReplicaSet is named, given its template and its collision count. */
export type TemplateHash = (deployment: Deployment) => string;

/**
 * A stable hash of the template: FNV-1a over its JSON and the collision count, in letters that make no words. The real controller hashes a dump of
 * Go's memory, so that names of ReplicaSets differ from those of a cluster; nothing else depends on them.
 */
export const stableTemplateHash: TemplateHash = ({ spec, status }) =>
  computePodTemplateHash(spec.template, status.collisionCount);
