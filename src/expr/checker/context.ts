import { ExprError } from '../expr-error.ts';
import type { Node } from '../syntax/ast.ts';
import type { GoType, MaybeType } from '../types/types.ts';

/** A node with its type, and what else the checker knows of it. Source: expr v1.15.5 checker/checker.go info */
export interface Checked {
  readonly node: Node;
  readonly type: MaybeType;
  /** The type that all elements of a list literal have, though the list itself is `[]any`. */
  readonly elem?: MaybeType;
  /** A builtin that is used as a value. */
  readonly builtin?: string;
  readonly isMethod?: boolean;
}

/** What `#`, `#index` and `#acc` are in a closure. */
export interface ClosureScope {
  readonly collection: MaybeType;
  readonly pointers: Readonly<Record<string, GoType>>;
}

export interface Variable {
  readonly name: string;
  readonly checked: Checked;
}

/** Where in the expression the checker is. */
export interface Scope {
  readonly closure: ClosureScope | undefined;
  readonly variables: readonly Variable[];
}

/** What the parts of the checker need of each other. */
export interface Context {
  /** The names of the environment. */
  readonly types: ReadonlyMap<string, MaybeType>;
  check(node: Node, scope: Scope): Checked;
}

export function typed(node: Node, type: MaybeType): Checked {
  return { node: { ...node, type }, type };
}

export function wrong(node: Node, message: string): ExprError {
  return new ExprError('compile', message, node.at);
}
