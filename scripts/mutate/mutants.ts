import ts from 'typescript';

/** One way to break a source file, at one place. */
export interface Mutant {
  readonly file: string;
  /** Position of the first line: 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** What is put there instead; undefined: the statement is dropped. */
  readonly broken: string | undefined;
  /** `a < b → a <= b`. */
  readonly text: string;
}

const OTHER_OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*'],
]);

/** Every place of a file that can be broken, inside functions: what a module computes as it is loaded is computed once for all mutants. */
export function mutantsOf(file: string, source: string): readonly Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const add = (node: ts.Node, broken: string | undefined): void => {
    const [start, end] = [node.getStart(tree), node.getEnd()];
    const line = tree.getLineAndCharacterOfPosition(start).line + 1;
    const text = `${shortened(source.slice(start, end))} → ${broken === undefined ? 'nothing' : shortened(broken)}`;
    found.push({ file, line, start, end, broken, text });
  };
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (isInFunction) addMutants(node, source, tree, add);
    const isFunction = ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, isInFunction || isFunction));
  };
  visit(tree, false);
  return found;
}

type Add = (node: ts.Node, broken: string | undefined) => void;

function addMutants(node: ts.Node, source: string, tree: ts.SourceFile, add: Add): void {
  const textOf = (part: ts.Node): string => source.slice(part.getStart(tree), part.getEnd());
  if (ts.isBinaryExpression(node)) {
    const other = OTHER_OPERATORS.get(node.operatorToken.kind);
    if (other !== undefined) add(node, `(${textOf(node.left)}) ${other} (${textOf(node.right)})`);
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    add(node, textOf(node.operand));
  } else if (ts.isNumericLiteral(node) && !ts.isPropertyAssignment(node.parent)) {
    add(node, `(${node.text} + 1)`);
  } else if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
    const condition = ts.isIfStatement(node) ? node.expression : node.condition;
    add(condition, 'true');
    add(condition, 'false');
  } else if (ts.isExpressionStatement(node)) {
    add(node, undefined);
  }
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 70 ? `${line.slice(0, 67)}…` : line;
}

/** The source with these mutants in it, each asleep until `__mutant(ITS NUMBER)` is true. */
export function withMutants(source: string, mutants: readonly Numbered[]): string {
  const outer = mutants.filter((one) => !mutants.some((other) => contains(other, one)));
  let text = '';
  let at = 0;
  for (const [number, mutant] of [...outer].sort(([, a], [, b]) => a.start - b.start)) {
    const inner = mutants.filter((one) => contains([number, mutant], one));
    const shifted = inner.map(
      ([id, one]) => [id, { ...one, start: one.start - mutant.start, end: one.end - mutant.start }] as const,
    );
    const original = withMutants(source.slice(mutant.start, mutant.end), shifted);
    text += source.slice(at, mutant.start);
    text +=
      mutant.broken === undefined
        ? `if (!globalThis.__mutant(${number})) { ${original} }`
        : `(globalThis.__mutant(${number}) ? (${mutant.broken}) : (${original}))`;
    at = mutant.end;
  }
  return text + source.slice(at);
}

type Numbered = readonly [number: number, mutant: Mutant];

/** Whether one is around the other; of two at the same place the first is. */
function contains([first, outer]: Numbered, [second, inner]: Numbered): boolean {
  if (outer.start === inner.start && outer.end === inner.end) return first < second;
  return outer.start <= inner.start && inner.end <= outer.end;
}
