import { type ConditionToken, conditionTokens } from './condition-words.ts';

/** A name that a condition speaks of, with the member that is asked of it. */
export interface ConditionUse {
  readonly name: ConditionToken;
  readonly member: ConditionToken | undefined;
}

/** A condition that was read: the names it uses, or where it cannot be read and what was expected there. */
export type ReadCondition =
  | { readonly uses: readonly ConditionUse[]; readonly problem?: undefined }
  | {
      readonly problem: {
        readonly start: number;
        readonly end: number;
        readonly found: string;
        readonly expected: string;
      };
    };

const WORDS: ReadonlySet<string> = new Set([
  'true',
  'false',
  'nil',
  'not',
  'and',
  'or',
  'in',
  'matches',
  'contains',
  'startsWith',
  'endsWith',
]);
const BINARY: ReadonlySet<string> = new Set([
  ...['==', '!=', '<=', '>=', '<', '>', '&&', '||', '??', '+', '-', '*', '/', '%', '**', '..'],
  ...['and', 'or', 'in', 'matches', 'contains', 'startsWith', 'endsWith'],
]);

/** Reads a condition as far as names and form go; its value is the business of src/expr. */
export function readCondition(condition: string): ReadCondition {
  const reader = new Reader(conditionTokens(condition));
  const problem = reader.read();
  return problem === undefined
    ? { uses: reader.uses }
    : {
        problem: {
          start: problem.token.start,
          end: problem.token.end,
          found: found(problem.token),
          expected: problem.expected,
        },
      };
}

function found(token: ConditionToken): string {
  return token.kind === 'end' ? 'the end' : token.text;
}

interface Problem {
  readonly token: ConditionToken;
  readonly expected: string;
}

class Reader {
  readonly #tokens: readonly ConditionToken[];
  readonly uses: ConditionUse[] = [];
  #at = 0;

  constructor(tokens: readonly ConditionToken[]) {
    this.#tokens = tokens;
  }

  read(): Problem | undefined {
    const problem = this.#expression();
    if (problem !== undefined || this.#peek().kind === 'end') return problem;
    return { token: this.#peek(), expected: 'an operator (==, !=, <, >, &&, …) or the end' };
  }

  #peek(): ConditionToken {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', start: 0, end: 1 };
  }

  #accept(...texts: readonly string[]): boolean {
    const token = this.#peek();
    if (token.kind === 'text' || !texts.includes(token.text)) return false;
    this.#at += 1;
    return true;
  }

  #expression(): Problem | undefined {
    let problem = this.#operand();
    while (problem === undefined && this.#peek().kind !== 'text') {
      if (this.#accept('?')) problem = this.#ternary();
      else if (this.#accept('not') || this.#accept(...BINARY)) problem = this.#operand();
      else break;
    }
    return problem;
  }

  #ternary(): Problem | undefined {
    return this.#expression() ?? this.#demand(':') ?? this.#expression();
  }

  #demand(sign: string): Problem | undefined {
    return this.#accept(sign) ? undefined : { token: this.#peek(), expected: sign };
  }

  #operand(): Problem | undefined {
    if (this.#accept('!', 'not', '-', '+', 'in')) return this.#operand();
    const token = this.#peek();
    if (this.#accept('(')) return this.#expression() ?? this.#demand(')') ?? this.#members();
    if (this.#accept('[')) return this.#list(']') ?? this.#members();
    if (token.kind !== 'name' && token.kind !== 'number' && token.kind !== 'text')
      return { token, expected: 'a value or a name' };
    this.#at += 1;
    if (token.kind !== 'name' || WORDS.has(token.text)) return this.#members();
    if (this.#accept('(')) return this.#list(')') ?? this.#members();
    return this.#named(token);
  }

  /** A name, and the member that follows it. */
  #named(name: ConditionToken): Problem | undefined {
    if (!this.#accept('.', '?.')) {
      this.uses.push({ name, member: undefined });
      return this.#members();
    }
    const member = this.#peek();
    if (member.kind !== 'name') return { token: member, expected: 'a member' };
    this.#at += 1;
    this.uses.push({ name, member });
    return this.#members();
  }

  #members(): Problem | undefined {
    for (;;) {
      if (this.#accept('.', '?.')) {
        if (this.#peek().kind !== 'name') return { token: this.#peek(), expected: 'a member' };
        this.#at += 1;
      } else if (this.#accept('[')) {
        const problem = this.#expression() ?? this.#demand(']');
        if (problem !== undefined) return problem;
      } else {
        return undefined;
      }
    }
  }

  #list(close: string): Problem | undefined {
    if (this.#accept(close)) return undefined;
    for (;;) {
      const problem = this.#expression();
      if (problem !== undefined) return problem;
      if (!this.#accept(',')) return this.#demand(close);
    }
  }
}
