import {
  type BehaviourId,
  REFERENCE_VERSIONS,
  type ReferenceVersion,
  VERSIONED_BEHAVIOURS,
} from './reference-behaviours.ts';

import { type ReferenceTypes, typesOf } from './reference-types.ts';

export { type BehaviourId, REFERENCE_VERSIONS, type ReferenceVersion } from './reference-behaviours.ts';

export const DEFAULT_REFERENCE: ReferenceVersion = 'v1.9.1';

/** The version of Kubernetes around the controllers, whichever of theirs a run reproduces. */
export const KUBERNETES_VERSION = 'v1.34';

/** The version of Argo Rollouts whose controllers run. */
export class Reference {
  readonly version: ReferenceVersion;
  /** The types of its libraries. */
  readonly types: ReferenceTypes;
  readonly #behaviours: ReadonlySet<BehaviourId>;

  constructor(version: ReferenceVersion = DEFAULT_REFERENCE) {
    this.version = version;
    this.#behaviours = new Set(
      VERSIONED_BEHAVIOURS.filter(({ since }) => hasSince(version, since)).map(({ id }) => id),
    );
    this.types = typesOf((behaviour) => this.has(behaviour));
  }

  /** Whether its controllers do what the table describes under this id. */
  has(behaviour: BehaviourId): boolean {
    return this.#behaviours.has(behaviour);
  }
}

function hasSince(version: ReferenceVersion, since: ReferenceVersion): boolean {
  return REFERENCE_VERSIONS.indexOf(version) >= REFERENCE_VERSIONS.indexOf(since);
}
