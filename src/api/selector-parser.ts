import { goQuote } from './go-quote.ts';
import { qualifiedNameErrors } from './label-validation.ts';
import { invalidValue, newRequirement, type Requirement, SelectorError, type SelectorOperator } from './requirement.ts';
import { type Selector, selectorOf } from './selector.ts';

type TokenKind = 'identifier' | 'symbol' | 'end';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const END: Token = { kind: 'end', text: '' };
/** One token after white space; the longest symbol wins: `==` before `=`. */
const SCAN = /[ \t\r\n]*(?:(==|!=|[=!(),<>])|([^=!(),<> \t\r\n]+))/y;
const OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);

function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  SCAN.lastIndex = 0;
  for (let match = SCAN.exec(text); match !== null; match = SCAN.exec(text)) {
    const [, symbol, identifier] = match;
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else tokens.push({ kind: 'identifier', text: identifier ?? '' });
  }
  return tokens;
}

/** Reads a selector from left to right. Source: k8s.io/apimachinery/pkg/labels/selector.go Parser. */
class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#tokens = scan(text);
  }

  parse(): readonly Requirement[] {
    const requirements: Requirement[] = [];
    if (this.#peek().kind === 'end') return requirements;
    if (!this.#startsRequirement()) {
      throw new SelectorError(`found '${this.#peek().text}', expected: !, identifier, or 'end of string'`);
    }
    for (;;) {
      requirements.push(this.#requirement());
      const next = this.#take();
      if (next.kind === 'end') return requirements;
      if (!isSymbol(next, ',')) throw new SelectorError(`found '${next.text}', expected: ',' or 'end of string'`);
      if (!this.#startsRequirement()) {
        throw new SelectorError(`found '${this.#peek().text}', expected: identifier after ','`);
      }
    }
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? END;
  }

  #take(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #startsRequirement(): boolean {
    const token = this.#peek();
    return token.kind === 'identifier' || isSymbol(token, '!');
  }

  #atRequirementEnd(): boolean {
    const token = this.#peek();
    return token.kind === 'end' || isSymbol(token, ',');
  }

  #requirement(): Requirement {
    try {
      const negated = isSymbol(this.#peek(), '!');
      if (negated) this.#take();
      const key = this.#key();
      if (negated) return newRequirement(key, '!', []);
      if (this.#atRequirementEnd()) return newRequirement(key, 'exists', []);
      const operator = this.#operator();
      const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#exactValue()];
      return newRequirement(key, operator, values);
    } catch (error) {
      if (error instanceof SelectorError) throw new SelectorError(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  #key(): string {
    const token = this.#take();
    if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
    const errors = qualifiedNameErrors(token.text);
    if (errors.length > 0) throw new SelectorError(invalidValue('<nil>', goQuote(token.text), errors));
    return token.text;
  }

  #operator(): SelectorOperator {
    const token = this.#take();
    const operator = OPERATORS.get(token.text);
    if (operator === undefined) {
      throw new SelectorError(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    }
    return operator;
  }

  #exactValue(): string {
    if (this.#atRequirementEnd()) return '';
    const token = this.#take();
    if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  #values(): readonly string[] {
    const open = this.#take();
    if (!isSymbol(open, '(')) throw new SelectorError(`found '${open.text}' expected: '('`);
    const first = this.#peek();
    if (isSymbol(first, ')')) {
      this.#take();
      return [''];
    }
    if (first.kind !== 'identifier' && !isSymbol(first, ',')) {
      throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.#identifiers();
    this.#take();
    return [...values].sort();
  }

  /** The values up to the closing parenthesis, each once; nothing between commas is the empty value. */
  #identifiers(): ReadonlySet<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.#take();
      if (token.kind === 'identifier') {
        values.add(token.text);
        const next = this.#peek();
        if (isSymbol(next, ')')) return values;
        if (!isSymbol(next, ',')) throw new SelectorError(`found '${next.text}', expected: ',' or ')'`);
      } else if (isSymbol(token, ',')) {
        if (values.size === 0) values.add('');
        if (isSymbol(this.#peek(), ')')) return values.add('');
        if (isSymbol(this.#peek(), ',')) {
          this.#take();
          values.add('');
        }
      } else {
        throw new SelectorError(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}

/**
 * Reads a selector as people type it: `app=demo,tier in (a,b),!old`. Source: k8s.io/apimachinery/pkg/labels/selector.go Parse.
 * Throws SelectorError with the message of Kubernetes.
 */
export function parseSelector(text: string): Selector {
  return selectorOf(new Parser(text).parse());
}
