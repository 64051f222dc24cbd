import { BUILTIN_NAMES } from './builtins/names.ts';
import { childrenOf, type Node } from './syntax/ast.ts';
import type { Location } from './syntax/location.ts';
import { toText } from './values/utf8.ts';

/** A word of an expression, with where it stands. */
export interface NamedPlace {
  readonly text: string;
  readonly at: Location;
}

/** A name that an expression takes from its environment, with the member that is asked of it. */
export interface Use {
  readonly name: NamedPlace;
  readonly member: NamedPlace | undefined;
}

/** The names of the environment that an expression uses, in the order in which they are written. */
export function usesOf(node: Node): readonly Use[] {
  const uses: Use[] = [];
  collect(node, new Set(), uses);
  return uses;
}

function collect(node: Node, variables: ReadonlySet<string>, uses: Use[]): void {
  if (node.kind === 'identifier') {
    if (isFree(node.name, variables)) uses.push({ name: { text: node.name, at: node.at }, member: undefined });
    return;
  }
  if (node.kind === 'member' && node.object.kind === 'identifier' && isFree(node.object.name, variables)) {
    const { object, property } = node;
    const name = { text: object.name, at: object.at };
    const isName = property.kind === 'string';
    uses.push({ name, member: isName ? { text: toText(property.value), at: property.at } : undefined });
    if (!isName) collect(property, variables, uses);
    return;
  }
  if (node.kind === 'let') {
    collect(node.value, variables, uses);
    collect(node.body, new Set([...variables, node.name]), uses);
    return;
  }
  for (const child of childrenOf(node)) collect(child, variables, uses);
}

/** A member of a name of the environment, compared with texts that are written out. */
export interface TextComparison {
  readonly name: string;
  readonly member: string;
  readonly texts: readonly NamedPlace[];
}

/** The comparisons `name.member == "text"`, `!=` and `in ["text", …]` of an expression, in the order in which they are written. */
export function textComparisonsOf(node: Node): readonly TextComparison[] {
  const below = childrenOf(node).flatMap(textComparisonsOf);
  if (node.kind !== 'binary') return below;
  const { operator, left, right } = node;
  const isEquality = operator === '==' || operator === '!=';
  const sides = isEquality ? [comparison(left, [right]), comparison(right, [left])] : [];
  if (operator === 'in' && right.kind === 'array') sides.push(comparison(left, right.items));
  return [...sides.flatMap((side) => (side === undefined ? [] : [side])), ...below];
}

function comparison(subject: Node, others: readonly Node[]): TextComparison | undefined {
  if (subject.kind !== 'member' || subject.object.kind !== 'identifier') return undefined;
  if (subject.property.kind !== 'string') return undefined;
  const texts = others.flatMap((other) =>
    other.kind === 'string' ? [{ text: toText(other.value), at: other.at }] : [],
  );
  return { name: subject.object.name, member: toText(subject.property.value), texts };
}

function isFree(name: string, variables: ReadonlySet<string>): boolean {
  return !variables.has(name) && !BUILTIN_NAMES.has(name) && name !== '$env';
}
