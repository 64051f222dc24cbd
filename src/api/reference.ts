/** Versions of Argo Rollouts whose controllers a run can reproduce. */
export const REFERENCE_VERSIONS = ['v1.9.1'] as const;
export type ReferenceVersion = (typeof REFERENCE_VERSIONS)[number];

export const DEFAULT_REFERENCE: ReferenceVersion = 'v1.9.1';

/** The version of Kubernetes around the controllers, whichever of theirs a run reproduces. */
export const KUBERNETES_VERSION = 'v1.34';

/** Something that the controllers of some versions do and those of others do not. */
export interface VersionedBehaviour {
  /** What code asks for: `min-pods-cap`. */
  readonly id: string;
  /** What those versions do, in one sentence. */
  readonly statement: string;
  /** The pull request that brought it or took it away: `argoproj/argo-rollouts#4787`. */
  readonly pullRequest: string;
  readonly versions: readonly ReferenceVersion[];
}

/** Every difference between versions. Code asks for one of these by its id, and never for a version. */
export const VERSIONED_BEHAVIOURS: readonly VersionedBehaviour[] = [];

/** The version of Argo Rollouts whose controllers run. */
export class Reference {
  readonly version: ReferenceVersion;
  readonly #behaviours: ReadonlyMap<string, boolean>;

  constructor(version: ReferenceVersion = DEFAULT_REFERENCE, behaviours = VERSIONED_BEHAVIOURS) {
    this.version = version;
    this.#behaviours = new Map(behaviours.map(({ id, versions }) => [id, versions.includes(version)]));
  }

  /** Whether its controllers do what `behaviour` describes; throws for one that is not in the table. */
  has(behaviour: string): boolean {
    const known = this.#behaviours.get(behaviour);
    if (known === undefined) throw new Error(`no behaviour of the reference is named ${behaviour}`);
    return known;
  }
}
