import {
  ANY,
  ANY_MAP,
  ANY_SLICE,
  BOOL,
  DURATION,
  ERROR,
  FLOAT64,
  funcOf,
  type GoType,
  INT,
  isAny,
  isArray,
  isMap,
  isNumber,
  isSigned,
  isString,
  type MaybeType,
  STRING,
  STRING_SLICE,
  TIME,
  typeTextOrBad,
} from '../types/types.ts';

/** What a builtin makes of the types of its arguments: the type of its result, or what is wrong. */
export type Validator = (args: readonly MaybeType[]) => { readonly type: MaybeType } | string;

type Rule = (first: MaybeType, args: readonly MaybeType[]) => MaybeType | string;

function counted(min: number, max: number, rule: Rule): Validator {
  const expected = min === max ? String(min) : `${min} or ${max}`;
  return (args) => {
    if (args.length < min || args.length > max) {
      return `invalid number of arguments (expected ${expected}, got ${args.length})`;
    }
    const result = rule(args[0], args);
    return typeof result === 'string' ? result : { type: result };
  };
}

const isLength: (type: MaybeType) => boolean = (type) => isAny(type) || isArray(type) || isMap(type) || isString(type);
const isNumeric = (type: MaybeType): boolean => isAny(type) || isNumber(type);
const isListLike = (type: MaybeType): boolean => isAny(type) || isArray(type);
const isMapLike = (type: MaybeType): boolean => isAny(type) || isMap(type);
const isTextLike = (type: MaybeType): boolean => isAny(type) || isString(type);

/** One argument, which must pass a test; the message has the argument's type at its end. */
function one(test: (type: MaybeType) => boolean, complaint: string, result: (type: MaybeType) => MaybeType): Validator {
  return counted(1, 1, (type) => (test(type) ? result(type) : complaint.replace('%s', () => typeTextOrBad(type))));
}

const always =
  (type: GoType): (() => GoType) =>
  () =>
    type;
const same = (type: MaybeType): MaybeType => type;
const elementType = (type: MaybeType): MaybeType => (isAny(type) ? ANY : type?.elem);

function extreme(name: string): Validator {
  return (args) => {
    if (args.length === 0) return `not enough arguments to call ${name}`;
    for (const type of args) {
      if (isAny(type)) return { type: ANY };
      if (!isNumber(type)) return `invalid argument for ${name} (type ${typeTextOrBad(type)})`;
    }
    return { type: args[0] };
  };
}

const takeRule: Rule = (list, [, count]) => {
  if (!isListLike(list)) return `cannot take from ${typeTextOrBad(list)}`;
  return isAny(count) || isSigned(count) ? list : `cannot take ${typeTextOrBad(count)} elements`;
};

/** `sort` and `sortBy`: whichever text is wrong, the message names the type of the first one. */
const sortRule: Rule = (list, args) => {
  if (!isListLike(list)) return `cannot sort ${typeTextOrBad(list)}`;
  const texts = args.slice(1);
  if (texts.every(isTextLike)) return ANY_SLICE;
  return `invalid argument for sort (expected string, got ${typeTextOrBad(texts[0])})`;
};

/**
 * Builtins that look at the types of their arguments themselves.
 *
 * Source: expr v1.15.5 builtin/builtin.go, Validate
 */
const VALIDATORS: ReadonlyMap<string, Validator> = new Map<string, Validator>([
  ['len', one(isLength, 'invalid argument for len (type %s)', always(INT))],
  ['abs', one(isNumeric, 'invalid argument for abs (type %s)', same)],
  ['ceil', one(isNumeric, 'invalid argument for ceil (type %s)', always(FLOAT64))],
  ['floor', one(isNumeric, 'invalid argument for floor (type %s)', always(FLOAT64))],
  ['round', one(isNumeric, 'invalid argument for floor (type %s)', always(FLOAT64))],
  ['int', one((type) => isNumeric(type) || isString(type), 'invalid argument for int (type %s)', always(INT))],
  ['float', one((type) => isNumeric(type) || isString(type), 'invalid argument for float (type %s)', always(FLOAT64))],
  ['max', extreme('max')],
  ['min', extreme('min')],
  ['sum', one(isListLike, 'cannot sum %s', always(ANY))],
  ['mean', one(isListLike, 'cannot avg %s', always(FLOAT64))],
  ['median', one(isListLike, 'cannot median %s', always(FLOAT64))],
  ['first', one(isListLike, 'cannot get first element from %s', elementType)],
  ['last', one(isListLike, 'cannot get last element from %s', elementType)],
  ['take', counted(2, 2, takeRule)],
  ['keys', one(isMapLike, 'cannot get keys from %s', always(ANY_SLICE))],
  ['values', one(isMapLike, 'cannot get values from %s', always(ANY_SLICE))],
  ['toPairs', one(isMapLike, 'cannot transform %s to pairs', always(ANY_SLICE))],
  ['fromPairs', one(isListLike, 'cannot transform %s from pairs', always(ANY_MAP))],
  ['sort', counted(1, 2, sortRule)],
  ['sortBy', counted(2, 3, sortRule)],
]);

export function validatorOf(name: string): Validator | undefined {
  return VALIDATORS.get(name);
}

const text = (count: number, result: GoType): GoType => funcOf(Array.from({ length: count }, always(STRING)), [result]);
const closureOf = (result: GoType, takes: readonly GoType[] = [ANY]): GoType => funcOf(takes, [result]);
const predicate = (result: GoType, closure = closureOf(BOOL)): readonly GoType[] => [
  funcOf([ANY_SLICE, closure], [result]),
];

/**
 * The signatures of the other builtins, in the order in which they are tried.
 *
 * Source: expr v1.15.5 builtin/builtin.go, Types
 */
const SIGNATURES: ReadonlyMap<string, readonly GoType[]> = new Map<string, readonly GoType[]>([
  ...['all', 'none', 'any', 'one'].map((name) => [name, predicate(BOOL)] as const),
  ...['findIndex', 'findLastIndex', 'count'].map((name) => [name, predicate(INT)] as const),
  ...['find', 'findLast'].map((name) => [name, predicate(ANY)] as const),
  ['filter', predicate(ANY_SLICE)],
  ['map', predicate(ANY_SLICE, closureOf(ANY))],
  ['groupBy', predicate({ ...ANY_MAP, text: 'map[interface {}][]interface {}', elem: ANY_SLICE }, closureOf(ANY))],
  ['reduce', [funcOf([ANY_SLICE, closureOf(ANY, [ANY, ANY]), ANY], [ANY])]],
  ['type', [funcOf([ANY], [STRING])]],
  ['string', [funcOf([ANY], [STRING])]],
  ['trim', [text(1, STRING), text(2, STRING)]],
  ['trimPrefix', [text(2, STRING), text(1, STRING)]],
  ['trimSuffix', [text(2, STRING), text(1, STRING)]],
  ['upper', [text(1, STRING)]],
  ['lower', [text(1, STRING)]],
  ['split', [text(2, STRING_SLICE), funcOf([STRING, STRING, INT], [STRING_SLICE])]],
  ['splitAfter', [text(2, STRING_SLICE), funcOf([STRING, STRING, INT], [STRING_SLICE])]],
  ['replace', [funcOf([STRING, STRING, STRING, INT], [STRING]), text(3, STRING)]],
  ['repeat', [funcOf([STRING, INT], [STRING])]],
  [
    'join',
    [
      funcOf([STRING_SLICE, STRING], [STRING]),
      funcOf([ANY_SLICE, STRING], [STRING]),
      funcOf([ANY_SLICE], [STRING]),
      funcOf([STRING_SLICE, STRING], [STRING]),
      funcOf([STRING_SLICE], [STRING]),
    ],
  ],
  ['indexOf', [text(2, INT)]],
  ['lastIndexOf', [text(2, INT)]],
  ['hasPrefix', [text(2, BOOL)]],
  ['hasSuffix', [text(2, BOOL)]],
  ['toJSON', [funcOf([ANY], [STRING])]],
  ['fromJSON', [text(1, ANY)]],
  ['toBase64', [text(1, STRING)]],
  ['fromBase64', [text(1, STRING)]],
  ['now', [funcOf([], [TIME])]],
  ['duration', [funcOf([STRING], [DURATION, ERROR])]],
  ['date', [text(1, TIME), text(2, TIME), text(3, TIME)]],
]);

export function signaturesOf(name: string): readonly GoType[] | undefined {
  return SIGNATURES.get(name);
}
