import { BUILTIN_NAMES } from '../builtins/names.ts';
import type { Node } from '../syntax/ast.ts';
import { ANY, BUILTIN_FUNC } from '../types/types.ts';
import { type Checked, type Context, typed, wrong } from './context.ts';

/**
 * A name of the environment, or a builtin as a value.
 *
 * Source: expr v1.15.5 checker/checker.go env
 */
export function checkName(context: Context, node: Node, name: string, strict: boolean): Checked {
  if (BUILTIN_NAMES.has(name)) return { ...typed(node, BUILTIN_FUNC), builtin: name };
  if (context.types.has(name)) return typed(node, context.types.get(name));
  if (strict) throw wrong(node, `unknown name ${name}`);
  return typed(node, ANY);
}
