import { literalText, otherCase, otherCaseRanges, perlClass, posixClass, unicodeClass } from './classes.ts';

/** A regular expression that RE2 does not accept; the message is Go's. */
export class RegexpError extends Error {
  constructor(what: string, part: string) {
    super(`error parsing regexp: ${what}: \`${part}\``);
  }
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

const LARGEST_REPEAT = 1000;

/** A piece of an expression in JavaScript's syntax, and how often counts like `{3}` repeat what lies deepest in it. */
interface Piece {
  readonly source: string;
  readonly repeats: number;
}

/** An expression in JavaScript's syntax (flag u) with the names of its groups, from the first group on. */
export interface TranslatedRe2 {
  readonly source: string;
  readonly names: readonly string[];
}

/**
 * An RE2 expression in JavaScript's syntax. RE2 has no look-around and no back-references, so each of its constructs has an equal; letters of
 * another case are spelt out, since flags can change within an expression, and groups go by number, since names may come twice.
 * Source: regexp/syntax/parse.go (flags Perl and DotNL, as labels.NewFastRegexMatcher sets them).
 */
export function translateRe2(pattern: string): TranslatedRe2 {
  const translator = new Translator(pattern);
  const source = translator.all();
  return { source, names: translator.names };
}

class Translator {
  readonly names: string[] = [];
  readonly #pattern: string;
  #at = 0;
  #flags: Flags = { ignoreCase: false, multiLine: false, dotAll: true, ungreedy: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  all(): string {
    const { source } = this.#alternatives();
    if (this.#at < this.#pattern.length) throw new RegexpError('unexpected )', this.#pattern);
    return source;
  }

  #peek(): string {
    const code = this.#pattern.codePointAt(this.#at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  #next(): string {
    const character = this.#peek();
    this.#at += character.length;
    return character;
  }

  #since(from: number): string {
    return this.#pattern.slice(from, this.#at);
  }

  /** Up to the closing parenthesis of the group, or the end. Flags set inside end with it. */
  #alternatives(): Piece {
    const outer = this.#flags;
    let source = '';
    let repeats = 1;
    let sequence: Piece[] = [];
    const flush = (): void => {
      source += sequence.map((piece) => piece.source).join('');
      repeats = Math.max(repeats, ...sequence.map((piece) => piece.repeats));
      sequence = [];
    };
    let lastOperator: { readonly from: number; readonly to: number } | undefined;
    while (this.#peek() !== '' && this.#peek() !== ')') {
      const from = this.#at;
      const operator = this.#quantifier();
      if (operator !== undefined) {
        if (lastOperator?.to === from) {
          throw new RegexpError('invalid nested repetition operator', this.#since(lastOperator.from));
        }
        sequence.push(this.#repeated(sequence.pop(), operator, from));
        lastOperator = { from, to: this.#at };
      } else if (this.#peek() === '|') {
        flush();
        source += this.#next();
      } else sequence.push(...this.#atoms());
    }
    flush();
    this.#flags = outer;
    return { source, repeats };
  }

  #repeated(piece: Piece | undefined, operator: string, from: number): Piece {
    const text = this.#since(from);
    if (piece === undefined) throw new RegexpError('missing argument to repetition operator', text);
    const [, low, , high = low] = /^\{(\d+)(,(\d+)?)?\}/.exec(operator) ?? [];
    const repeats = low === undefined ? piece.repeats : piece.repeats * Math.max(1, Number(high ?? low));
    if (repeats > LARGEST_REPEAT) throw new RegexpError('invalid repeat count', text);
    return { source: `(?:${piece.source})${operator}`, repeats };
  }

  /** A repetition operator, if one comes next. */
  #quantifier(): string | undefined {
    const first = this.#peek();
    let operator: string | undefined;
    if (first !== '' && '*+?'.includes(first)) operator = this.#next();
    else if (first === '{') operator = this.#repeatCount();
    if (operator === undefined) return undefined;
    const lazy = this.#peek() === '?';
    if (lazy) this.#next();
    return lazy === this.#flags.ungreedy ? operator : `${operator}?`;
  }

  /** `{2}`, `{2,}`, `{2,5}`; a brace that begins anything else stands for itself. */
  #repeatCount(): string | undefined {
    const match = /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(this.#pattern.slice(this.#at));
    if (match === null) return undefined;
    const [text, low = '0', , high] = match;
    const bad =
      Number(low) > LARGEST_REPEAT || Number(high ?? low) > LARGEST_REPEAT || Number(high ?? low) < Number(low);
    if (bad) throw new RegexpError('invalid repeat count', text);
    this.#at += text.length;
    return text;
  }

  /** What comes next, mostly one piece: none for flags, several for a quotation. */
  #atoms(): readonly Piece[] {
    if (this.#peek() === '(') {
      this.#next();
      const group = this.#group();
      return group === undefined ? [] : [group];
    }
    if (this.#pattern.startsWith('\\Q', this.#at)) return this.#quoted();
    return [{ source: this.#atom(), repeats: 1 }];
  }

  #atom(): string {
    const character = this.#next();
    switch (character) {
      case '[':
        return this.#class();
      case '.':
        return this.#flags.dotAll ? '[\\s\\S]' : '[^\\n]';
      case '^':
        return this.#flags.multiLine ? '(?:^|(?<=\\n))' : '^';
      case '$':
        return this.#flags.multiLine ? '(?:$|(?=\\n))' : '$';
      case '\\':
        return this.#escape();
      default:
        return this.#literal(character);
    }
  }

  #literal(character: string): string {
    const other = this.#flags.ignoreCase ? otherCase(character) : undefined;
    return other === undefined ? literalText(character) : `[${literalText(character)}${literalText(other)}]`;
  }

  /** After its parenthesis; undefined for one that only sets flags. */
  #group(): Piece | undefined {
    const rest = this.#pattern.slice(this.#at);
    if (!rest.startsWith('?')) return this.#numbered('');
    const named = /^\?P?<([A-Za-z0-9_]*)>/.exec(rest);
    if (named !== null) {
      const [text, name = ''] = named;
      if (name === '') throw new RegexpError('invalid named capture', `(${text}`);
      this.#at += text.length;
      return this.#numbered(name);
    }
    const outer = this.#flags;
    if (this.#readFlags() === ')') return undefined;
    return this.#close('(?:', outer);
  }

  #numbered(name: string): Piece {
    this.names.push(name);
    return this.#close('(', this.#flags);
  }

  #close(open: string, outer: Flags): Piece {
    const { source, repeats } = this.#alternatives();
    if (this.#next() !== ')') throw new RegexpError('missing closing )', this.#pattern);
    this.#flags = outer;
    return { source: `${open}${source})`, repeats };
  }

  /** `?i-s:` or `?i)`: sets the flags and gives the character that ended them. */
  #readFlags(): string {
    const from = this.#at - 1;
    const match = /^\?([imsU]*)(-[imsU]+)?([:)])/.exec(this.#pattern.slice(this.#at));
    if (match === null) throw this.#unsupported(from);
    const [text, on = '', off = '', end = ''] = match;
    const value = (letter: string, now: boolean): boolean => !off.includes(letter) && (on.includes(letter) || now);
    this.#flags = {
      ignoreCase: value('i', this.#flags.ignoreCase),
      multiLine: value('m', this.#flags.multiLine),
      dotAll: value('s', this.#flags.dotAll),
      ungreedy: value('U', this.#flags.ungreedy),
    };
    this.#at += text.length;
    return end;
  }

  /** The message names everything up to the character that is wrong. */
  #unsupported(from: number): RegexpError {
    const rest = this.#pattern.slice(from);
    if (/^\(\?P?</.test(rest)) {
      const end = rest.indexOf('>');
      return new RegexpError('invalid named capture', end < 0 ? rest : rest.slice(0, end + 1));
    }
    const part = /^\(\?[imsU]*(?:-[imsU]*)?[^]?/u.exec(rest);
    return new RegexpError('invalid or unsupported Perl syntax', part?.[0] ?? rest);
  }

  #escape(): string {
    const from = this.#at - 1;
    const letter = this.#peek();
    const perl = perlClass(letter);
    if (perl !== undefined) {
      this.#next();
      return `[${perl.negated ? '^' : ''}${perl.inside}]`;
    }
    switch (letter) {
      case 'A':
        this.#next();
        return '^';
      case 'z':
        this.#next();
        return '$';
      case 'b':
      case 'B':
        return `\\${this.#next()}`;
      case 'p':
      case 'P': {
        const inside = this.#unicode(from);
        return `[${inside}]`;
      }
      default:
        return this.#literal(this.#escapedCharacter(from));
    }
  }

  /** `\Q...\E`: each character stands for itself. */
  #quoted(): readonly Piece[] {
    const from = this.#at + 2;
    const end = this.#pattern.indexOf('\\E', from);
    const text = this.#pattern.slice(from, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#pattern.length : end + 2;
    return [...text].map((character) => ({ source: this.#literal(character), repeats: 1 }));
  }

  #unicode(from: number): string {
    const match = /^([pP])(?:\{([^}]*)\}|([^{]))/u.exec(this.#pattern.slice(this.#at));
    const [text = '', letter = 'p', long, short = ''] = match ?? [];
    this.#at += text.length;
    const part = this.#pattern.slice(from, match === null ? undefined : this.#at);
    const inside = unicodeClass(long ?? short, letter === 'P', this.#flags.ignoreCase);
    if (match === null || inside === undefined) throw new RegexpError('invalid character class range', part);
    return inside;
  }

  /** The character that an escape sequence stands for. Source: regexp/syntax/parse.go escape. */
  #escapedCharacter(from: number): string {
    const letter = this.#next();
    if (letter === '') throw new RegexpError('trailing backslash at end of expression', '');
    const rest = this.#pattern.slice(this.#at - letter.length);
    const octal = /^(?:[1-7][0-7]{1,2}|0[0-7]{0,2})/.exec(rest);
    const hex = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(rest);
    const found = octal ?? hex;
    if (found !== null) {
      this.#at += found[0].length - letter.length;
      const code = octal === null ? parseInt(hex?.[1] ?? hex?.[2] ?? '', 16) : parseInt(octal[0], 8);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
    } else {
      const named = { a: '\u0007', f: '\f', n: '\n', r: '\r', t: '\t', v: '\u000b' }[letter];
      if (named !== undefined) return named;
      if (letter < '\u0080' && !/[0-9A-Za-z]/.test(letter)) return letter;
    }
    throw new RegexpError('invalid escape sequence', this.#pattern.slice(from, this.#at));
  }

  #class(): string {
    const from = this.#at - 1;
    let source = '[';
    if (this.#peek() === '^') {
      this.#next();
      source += '^';
    }
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#peek() === '') throw new RegexpError('missing closing ]', this.#pattern.slice(from));
      source += this.#classPart(from);
    }
    this.#next();
    return `${source}]`;
  }

  #classPart(from: number): string {
    const rest = this.#pattern.slice(this.#at);
    const posix = /^\[:(\^?)([a-z]*):\]/.exec(rest);
    if (posix !== null) {
      const [text, negated = '', name = ''] = posix;
      const inside = posixClass(name);
      if (inside === undefined) throw new RegexpError('invalid character class range', text);
      this.#at += text.length;
      return negated === '' ? inside : complement(inside);
    }
    if (rest.startsWith('\\')) {
      const perl = perlClass(rest.charAt(1));
      if (perl !== undefined) {
        this.#at += 2;
        return perl.negated ? complement(perl.inside) : perl.inside;
      }
      if (/^\\[pP]/.test(rest)) {
        this.#at += 1;
        return this.#unicode(this.#at - 1);
      }
    }
    return this.#range(from);
  }

  #range(from: number): string {
    const rangeFrom = this.#at;
    const low = this.#classCharacter(from);
    let high = low;
    if (/^-[^\]]/u.test(this.#pattern.slice(this.#at))) {
      this.#next();
      high = this.#classCharacter(from);
      if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) {
        throw new RegexpError('invalid character class range', this.#pattern.slice(rangeFrom, this.#at));
      }
    }
    const plain = low === high ? literalText(low) : `${literalText(low)}-${literalText(high)}`;
    return this.#flags.ignoreCase ? plain + otherCaseRanges(low, high) : plain;
  }

  #classCharacter(from: number): string {
    if (this.#peek() === '') throw new RegexpError('missing closing ]', this.#pattern.slice(from));
    const at = this.#at;
    const character = this.#next();
    return character === '\\' ? this.#escapedCharacter(at) : character;
  }
}

/** What an ASCII part of a class leaves out, as a part of a class. */
function complement(inside: string): string {
  const matcher = new RegExp(`[${inside}]`, 'u');
  let source = '';
  for (let code = 0; code < 0x80; code += 1) {
    if (!matcher.test(String.fromCharCode(code))) source += `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return `${source}\\u{80}-\\u{10ffff}`;
}
