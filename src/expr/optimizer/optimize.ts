import type { Node } from '../syntax/ast.ts';
import { filterFirst, filterLast, filterLen, filterMap } from './filters.ts';
import { fold } from './fold.ts';
import { constantRange, inArray, inRange } from './membership.ts';
import { walk } from './walk.ts';

const MOST_FOLDS = 1001;

/**
 * Rewrites a checked tree as the reference does before it compiles; that some of it changes what an expression means (a
 * set in place of a list compares types) is why it is done here too.
 *
 * Source: expr v1.15.5 optimizer/optimizer.go
 */
export function optimize(node: Node): Node {
  let tree = walk(node, inArray);
  for (let round = 0; round < MOST_FOLDS; round += 1) {
    const folded = walk(tree, fold);
    if (folded === tree) break;
    tree = folded;
  }
  for (const pass of [inRange, constantRange, filterMap, filterLen, filterLast, filterFirst]) tree = walk(tree, pass);
  return tree;
}
