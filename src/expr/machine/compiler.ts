import type { Node } from '../syntax/ast.ts';
import type { Code } from './frame.ts';

/** What the parts of the compiler need of each other. */
export interface Compiler {
  /** Where the value of a `let` is kept; undefined for names of the environment. */
  variable(name: string): number | undefined;
  compile(node: Node): Code;
  /** A new variable, and a compiler that knows it. */
  declare(name: string): { readonly index: number; readonly inner: Compiler };
}
