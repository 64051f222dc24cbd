import { goQuote } from '../../api/go-quote.ts';

/** What kind of word a token is; punctuation and operators go by their own text, keywords by theirs in lower case. */
export type TokenKind =
  | 'eof'
  | 'comment'
  | 'identifier'
  | 'metric-identifier'
  | 'string'
  | 'number'
  | 'duration'
  | Punctuation
  | Operator
  | Keyword;

export type Punctuation = '(' | ')' | '{' | '}' | '[' | ']' | ',' | '=' | ':';

export type Operator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '</'
  | '>/'
  | '=~'
  | '!~'
  | '@'
  | 'and'
  | 'or'
  | 'unless'
  | 'atan2';

const AGGREGATORS = [
  'sum',
  'avg',
  'count',
  'min',
  'max',
  'group',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'count_values',
  'quantile',
  'limitk',
  'limit_ratio',
] as const;

const MODIFIERS = [
  'offset',
  'smoothed',
  'anchored',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'fill',
  'fill_left',
  'fill_right',
  'bool',
] as const;

const PREPROCESSORS = ['start', 'end', 'step', 'range', 'max_of', 'min_of'] as const;

const WORD_OPERATORS = ['and', 'or', 'unless', 'atan2'] as const;

export type Aggregator = (typeof AGGREGATORS)[number];
export type Keyword = Aggregator | (typeof MODIFIERS)[number] | (typeof PREPROCESSORS)[number];

/** One word of a query. */
export interface Token {
  readonly kind: TokenKind;
  /** Offset of its first character. */
  readonly start: number;
  readonly text: string;
}

/** Source: promql/parser/lex.go key: words that are no plain identifiers, in lower case. */
export const KEYWORDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ...[...AGGREGATORS, ...MODIFIERS, ...PREPROCESSORS, ...WORD_OPERATORS].map((word): [string, TokenKind] => [
    word,
    word,
  ]),
  ['inf', 'number'],
  ['nan', 'number'],
]);

const aggregators: ReadonlySet<string> = new Set(AGGREGATORS);
const modifiers: ReadonlySet<string> = new Set(MODIFIERS);
const operators: ReadonlySet<string> = new Set([
  ...['+', '-', '*', '/', '%', '^', '==', '!=', '<', '<=', '>', '>=', '</', '>/', '=~', '!~', '@'],
  ...WORD_OPERATORS,
]);

export function isAggregator(kind: TokenKind): kind is Aggregator {
  return aggregators.has(kind);
}

const NAMED: ReadonlyMap<TokenKind, string> = new Map([
  ['identifier', 'identifier'],
  ['metric-identifier', 'metric identifier'],
  ['string', 'string'],
  ['number', 'number'],
  ['duration', 'duration'],
]);

function quoted(text: string): string {
  const characters = [...text];
  return characters.length > 10 ? `${goQuote(characters.slice(0, 10).join(''))}...` : goQuote(text);
}

/** A token as messages name it: `identifier "svc"`, `<by>`, `<op:*>`, `"("`. Source: promql/parser/lex.go Item.desc. */
export function describeToken({ kind, text }: Token): string {
  if (kind === 'eof') return 'end of input';
  const name = NAMED.get(kind);
  if (name !== undefined) return `${name} ${kind.endsWith('identifier') ? goQuote(text) : quoted(text)}`;
  if (modifiers.has(kind)) return `<${text}>`;
  if (operators.has(kind)) return `<op:${text}>`;
  if (isAggregator(kind)) return `<aggr:${text}>`;
  return quoted(text);
}
