import { BUILTIN_NAMES, PREDICATES } from '../builtins/names.ts';
import { ExprError } from '../expr-error.ts';
import { toBytes } from '../values/utf8.ts';
import type { BuiltinNode, CallNode, ClosureNode, LetNode, Node, PairNode } from './ast.ts';
import { isIdentifier } from './characters.ts';
import { tokenize } from './lexer.ts';
import { MAX_DEPTH, MAX_TEXT } from './limits.ts';
import { NOWHERE } from './location.ts';
import { numberNode } from './numbers.ts';
import { BINARY_OPERATORS, UNARY_OPERATORS } from './operators.ts';
import { describeToken, isToken, type Token, type TokenKind } from './tokens.ts';

const A_VALUE = 'a value or a name';
const OPERATOR_OR_END = 'an operator (==, !=, <, >, &&, …) or the end';

/**
 * Reads an expression by precedence climbing.
 *
 * Source: expr v1.15.5 parser/parser.go
 */
export function parse(text: string): Node {
  if (text.length > MAX_TEXT) throw new ExprError('compile', 'expression is too long', NOWHERE);
  return new Parser(tokenize(text)).parse();
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #current: Token;
  /** How many closures are open: only inside one is there something to point at. */
  #closures = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#current = tokens[0] ?? { kind: 'EOF', value: '', at: NOWHERE };
  }

  parse(): Node {
    const node = this.#expression(0);
    if (this.#current.kind !== 'EOF') throw this.#unexpected(this.#current, OPERATOR_OR_END);
    return node;
  }

  #is(kind: TokenKind, value?: string): boolean {
    return isToken(this.#current, kind, value);
  }

  #next(expected = A_VALUE): void {
    const next = this.#tokens[this.#position + 1];
    if (next === undefined) throw new ExprError('compile', 'unexpected end of expression', this.#current.at, expected);
    this.#position += 1;
    this.#current = next;
  }

  #accept(kind: TokenKind, value: string): boolean {
    if (!this.#is(kind, value)) return false;
    this.#next();
    return true;
  }

  #expect(kind: TokenKind, value?: string): void {
    if (!this.#is(kind, value)) throw this.#unexpected(this.#current, value ?? 'a name');
    this.#next();
  }

  #unexpected(token: Token, expected: string): ExprError {
    return new ExprError('compile', `unexpected token ${describeToken(token)}`, token.at, expected);
  }

  #expression(precedence: number): Node {
    if (precedence === 0 && this.#is('Operator', 'let')) return this.#let();
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#tooDeep();
    const left = this.#operators(this.#primary(), precedence);
    const node = precedence === 0 ? this.#conditional(left) : left;
    this.#depth -= 1;
    return node;
  }

  #tooDeep(): ExprError {
    return new ExprError('compile', 'expression is nested too deeply', this.#current.at, 'a simpler expression');
  }

  /** The operators behind a value, as long as they bind at least as tightly as asked for. */
  #operators(first: Node, precedence: number): Node {
    let node = first;
    let previous = '';
    for (let length = 0; this.#is('Operator'); length += 1) {
      if (this.#depth + length > MAX_DEPTH) throw this.#tooDeep();
      const negated = this.#is('Operator', 'not');
      if (negated) this.#next('in, matches, contains, startsWith or endsWith');
      const token = this.#current;
      const operator = BINARY_OPERATORS.get(token.value);
      if (operator === undefined || operator.precedence < precedence) break;
      this.#next();
      if (token.value === '|') {
        node = this.#pipe(node);
      } else {
        if (previous === '??' && token.value !== '??') throw mixedCoalescing(token);
        const right = this.#expression(operator.precedence + (operator.associativity === 'left' ? 1 : 0));
        node = { kind: 'binary', operator: token.value, left: node, right, at: token.at };
        if (negated) node = { kind: 'unary', operator: 'not', operand: node, at: token.at };
      }
      previous = token.value;
    }
    return node;
  }

  #let(): LetNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#tooDeep();
    this.#expect('Operator', 'let');
    const name = this.#current;
    this.#expect('Identifier');
    this.#expect('Operator', '=');
    const value = this.#expression(0);
    this.#expect('Operator', ';');
    const body = this.#expression(0);
    this.#depth -= 1;
    return { kind: 'let', name: name.value, value, body, at: name.at };
  }

  /** `a ? b : c`, and `a ?: c` which gives `a` itself. */
  #conditional(first: Node): Node {
    let condition = first;
    while (this.#accept('Operator', '?')) {
      const short = this.#is('Operator', ':');
      const whenTrue = short ? condition : this.#expression(0);
      this.#expect('Operator', ':');
      const whenFalse = this.#expression(0);
      condition = { kind: 'conditional', condition, whenTrue, whenFalse, at: NOWHERE };
    }
    return condition;
  }

  #primary(): Node {
    const token = this.#current;
    const unary = token.kind === 'Operator' ? UNARY_OPERATORS.get(token.value) : undefined;
    if (unary !== undefined) {
      this.#next();
      const operand = this.#expression(unary.precedence);
      return this.#postfix({ kind: 'unary', operator: token.value, operand, at: token.at });
    }
    if (this.#accept('Bracket', '(')) {
      const node = this.#expression(0);
      this.#expect('Bracket', ')');
      return this.#postfix(node);
    }
    if (this.#is('Operator', '#') || this.#is('Operator', '.')) return this.#pointer(token);
    return this.#secondary(token);
  }

  #pointer(token: Token): Node {
    if (this.#closures === 0) {
      throw new ExprError('compile', 'cannot use pointer accessor outside closure', token.at, A_VALUE);
    }
    let name = '';
    if (this.#accept('Operator', '#') && this.#is('Identifier')) {
      name = this.#current.value;
      this.#next();
    }
    return this.#postfix({ kind: 'pointer', name, at: token.at });
  }

  #secondary(token: Token): Node {
    const { at, value } = token;
    switch (token.kind) {
      case 'Identifier':
        this.#next();
        if (value === 'true' || value === 'false') return { kind: 'bool', value: value === 'true', at };
        if (value === 'nil') return { kind: 'nil', at };
        return this.#postfix(this.#call(token));
      case 'Number':
        this.#next();
        return numberNode(token, this.#current);
      case 'String':
        this.#next();
        return { kind: 'string', value: toBytes(value), at };
      case 'Bracket':
        if (value === '[') return this.#postfix(this.#array(token));
        if (value === '{') return this.#postfix(this.#map(token));
        throw this.#unexpected(token, A_VALUE);
      case 'Operator':
      case 'EOF':
        throw this.#unexpected(token, A_VALUE);
    }
  }

  #call(token: Token): Node {
    const { value: name, at } = token;
    if (!this.#is('Bracket', '(')) return { kind: 'identifier', name, at };
    if (PREDICATES.has(name)) {
      this.#next();
      const collection = this.#expression(0);
      this.#expect('Operator', ',');
      return { kind: 'builtin', name, args: [collection, ...this.#closureArguments(name)], at };
    }
    return this.#plainCall(token, []);
  }

  /** The closure of a predicate and, for reduce, the first value; up to the closing bracket. */
  #closureArguments(name: string): readonly Node[] {
    const closure = this.#closure();
    const start = name === 'reduce' && this.#accept('Operator', ',') ? [this.#expression(0)] : [];
    this.#expect('Bracket', ')');
    return [closure, ...start];
  }

  #plainCall(token: Token, first: readonly Node[]): BuiltinNode | CallNode {
    const { value: name, at } = token;
    const args = [...first, ...this.#arguments()];
    if (BUILTIN_NAMES.has(name)) return { kind: 'builtin', name, args, at };
    return { kind: 'call', callee: { kind: 'identifier', name, at }, args, at };
  }

  #pipe(node: Node): Node {
    const token = this.#current;
    this.#expect('Identifier');
    if (!PREDICATES.has(token.value)) return this.#plainCall(token, [node]);
    this.#expect('Bracket', '(');
    return { kind: 'builtin', name: token.value, args: [node, ...this.#closureArguments(token.value)], at: token.at };
  }

  #closure(): ClosureNode {
    const { at } = this.#current;
    const bracket = this.#accept('Bracket', '{');
    this.#closures += 1;
    const body = this.#expression(0);
    this.#closures -= 1;
    if (bracket) this.#expect('Bracket', '}');
    return { kind: 'closure', body, at };
  }

  #array(token: Token): Node {
    this.#expect('Bracket', '[');
    const items: Node[] = [];
    while (!this.#is('Bracket', ']')) {
      if (items.length > 0) {
        this.#expect('Operator', ',');
        if (this.#is('Bracket', ']')) break;
      }
      items.push(this.#expression(0));
    }
    this.#expect('Bracket', ']');
    return { kind: 'array', items, at: token.at };
  }

  #map(token: Token): Node {
    this.#expect('Bracket', '{');
    const pairs: PairNode[] = [];
    while (!this.#is('Bracket', '}')) {
      if (pairs.length > 0) {
        this.#expect('Operator', ',');
        if (this.#is('Bracket', '}')) break;
        if (this.#is('Operator', ',')) throw this.#unexpected(this.#current, 'a key');
      }
      const key = this.#mapKey(token);
      this.#expect('Operator', ':');
      pairs.push({ kind: 'pair', key, value: this.#expression(0), at: token.at });
    }
    this.#expect('Bracket', '}');
    return { kind: 'map', pairs, at: token.at };
  }

  /** A key is a text, a number or a name, all taken as text, or any expression in brackets. */
  #mapKey(map: Token): Node {
    const { kind, value } = this.#current;
    if (kind === 'Number' || kind === 'String' || kind === 'Identifier') {
      this.#next();
      return { kind: 'string', value: toBytes(value), at: map.at };
    }
    if (this.#is('Bracket', '(')) return this.#expression(0);
    const found = describeToken(this.#current);
    const message = `a map key must be a quoted string, a number, a identifier, or an expression enclosed in parentheses (unexpected token ${found})`;
    throw new ExprError('compile', message, this.#current.at, 'a key');
  }

  #postfix(first: Node): Node {
    let node = first;
    for (let length = 0; ; length += 1) {
      if (this.#depth + length > MAX_DEPTH) throw this.#tooDeep();
      if (this.#is('Operator', '.') || this.#is('Operator', '?.')) node = this.#member(node);
      else if (this.#is('Bracket', '[')) node = this.#index(node);
      else return node;
    }
  }

  /** `.name` and `?.name`, and the call of a method. A chain goes on through the names that follow it. */
  #member(object: Node): Node {
    const optional = this.#is('Operator', '?.');
    this.#next('a member');
    const token = this.#current;
    const { at } = token;
    this.#next('a member');
    if (token.kind !== 'Identifier' && (token.kind !== 'Operator' || !isIdentifier(token.value))) {
      const { line, column } = this.#current.at;
      throw new ExprError('compile', 'expected name', { ...at, line, column }, 'a member');
    }
    const inner = object.kind === 'chain' ? object.inner : object;
    const property: Node = { kind: 'string', value: toBytes(token.value), at };
    const member: Node = { kind: 'member', object: inner, property, optional, at };
    const node: Node = this.#is('Bracket', '(')
      ? { kind: 'call', callee: member, args: this.#arguments(), at }
      : member;
    return object.kind === 'chain' || optional ? { kind: 'chain', inner: node, at: NOWHERE } : node;
  }

  /** `[i]`, `[a:b]`, `[a:]`, `[:b]` and `[:]`. */
  #index(object: Node): Node {
    const { at } = this.#current;
    this.#next();
    const from = this.#is('Operator', ':') ? undefined : this.#expression(0);
    if (from !== undefined && !this.#is('Operator', ':')) {
      this.#expect('Bracket', ']');
      return { kind: 'member', object, property: from, optional: false, at };
    }
    this.#next();
    const to = this.#is('Bracket', ']') ? undefined : this.#expression(0);
    this.#expect('Bracket', ']');
    return { kind: 'slice', object, from, to, at };
  }

  #arguments(): readonly Node[] {
    this.#expect('Bracket', '(');
    const args: Node[] = [];
    while (!this.#is('Bracket', ')')) {
      if (args.length > 0) this.#expect('Operator', ',');
      args.push(this.#expression(0));
    }
    this.#expect('Bracket', ')');
    return args;
  }
}

function mixedCoalescing(token: Token): ExprError {
  const message = `Operator (${token.value}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.`;
  return new ExprError('compile', message, token.at, 'brackets around the part with ??');
}
