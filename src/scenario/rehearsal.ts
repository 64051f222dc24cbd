import type { ReferenceVersion } from '../api/reference.ts';
import type { Expectation } from '../expr/index.ts';
import type { World } from '../world/world.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { MissingObject } from './references.ts';
import type { Validation } from './manifest-fields.ts';

/** What loading gives: a world to run, and what is said of it. */
export interface Rehearsal {
  readonly world: World;
  readonly description: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly expectations: readonly Expectation[];
  /** Whether every workload has to end well: of manifests alone nobody expects anything in particular. */
  readonly mustEndWell: boolean;
  /** Names what is rehearsed: equal worlds have equal hashes, whatever the layout and the order of the files. */
  readonly hash: string;
  /** Objects that others name and nobody gave; none are known of a scenario. */
  readonly missing: readonly MissingObject[];
  /** Things that Rehearse decides by itself and says so, such as promoting through pauses. */
  readonly remarks: readonly string[];
  /** Where a field of an object stands in the files that were read; undefined for objects that no file has. */
  readonly locate: (object: NamedObject, path: string) => FilePosition | undefined;
}

/** Names an object as manifests do. */
export interface NamedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A place in a file of the user; line and column count from 1. */
export interface FilePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A rehearsal, or why there is none. The diagnostics are sorted; with a rehearsal they are only warnings and notes. */
export type Loading =
  | { readonly rehearsal: Rehearsal; readonly diagnostics: readonly Diagnostic[] }
  | { readonly rehearsal: undefined; readonly diagnostics: readonly Diagnostic[] };

/** What a front end decides instead of the files. */
export interface LoadOptions {
  /** As kubectl -n: the namespace of objects that do not name one. */
  readonly namespace?: string;
  readonly seed?: number;
  /** The version of Argo Rollouts that runs. */
  readonly reference?: ReferenceVersion;
  /** As kubectl --validate: what a field is that its kind does not have. Strict unless given. */
  readonly validate?: Validation;
  readonly until?: 'settled' | { readonly ms: number };
  /** Whether Rehearse promotes through pauses without a duration when there is no script. */
  readonly promote?: 'auto' | 'never';
}
