/** What a Go type is made of. Source: Go package reflect, Kind */
export type Kind =
  | 'bool'
  | 'string'
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'slice'
  | 'array'
  | 'map'
  | 'interface'
  | 'func'
  | 'ptr'
  | 'struct';

/** A Go type as far as the language can meet one. Two types are the same if their texts are. */
export interface GoType {
  readonly kind: Kind;
  /** As Go's `%v` of a type writes it: `[]interface {}`. */
  readonly text: string;
  /** Set for types of a package, such as time.Duration. */
  readonly named?: true;
  readonly elem?: GoType;
  readonly key?: GoType;
  readonly signature?: Signature;
  /** Of records: the fields that it has. */
  readonly fields?: Readonly<Record<string, GoType>>;
}

export interface Signature {
  readonly parameters: readonly GoType[];
  /** The last parameter takes any number of arguments. */
  readonly variadic: boolean;
  readonly results: readonly GoType[];
}

const basic = (kind: Kind): GoType => ({ kind, text: kind });

export const BOOL = basic('bool');
export const STRING = basic('string');
export const INT = basic('int');
export const INT64 = basic('int64');
export const UINT = basic('uint');
export const UINT8 = basic('uint8');
export const FLOAT64 = basic('float64');
export const ANY: GoType = { kind: 'interface', text: 'interface {}' };
export const ERROR: GoType = { kind: 'interface', text: 'error', named: true };
export const TIME: GoType = { kind: 'struct', text: 'time.Time', named: true };
export const DURATION: GoType = { kind: 'int64', text: 'time.Duration', named: true };
export const MONTH: GoType = { kind: 'int', text: 'time.Month', named: true };
export const WEEKDAY: GoType = { kind: 'int', text: 'time.Weekday', named: true };
export const EMPTY_STRUCT: GoType = { kind: 'struct', text: 'struct {}' };

export function sliceOf(elem: GoType): GoType {
  return { kind: 'slice', text: `[]${elem.text}`, elem };
}

export function arrayOf(length: number, elem: GoType): GoType {
  return { kind: 'array', text: `[${length}]${elem.text}`, elem };
}

export function mapOf(key: GoType, elem: GoType): GoType {
  return { kind: 'map', text: `map[${key.text}]${elem.text}`, key, elem };
}

export function funcOf(parameters: readonly GoType[], results: readonly GoType[], variadic = false): GoType {
  const last = parameters.length - 1;
  const takes = parameters.map((type, index) =>
    variadic && index === last ? `...${type.elem?.text ?? ''}` : type.text,
  );
  const gives = results.map((type) => type.text).join(', ');
  const text = `func(${takes.join(', ')})${gives === '' ? '' : ` ${results.length > 1 ? `(${gives})` : gives}`}`;
  return { kind: 'func', text, signature: { parameters, variadic, results } };
}

/** A value with known fields, as conditions of a scenario see a rollout. */
export function recordOf(name: string, fields: Readonly<Record<string, GoType>>): GoType {
  return { kind: 'struct', text: name, fields };
}

export const ANY_SLICE = sliceOf(ANY);
export const INT_SLICE = sliceOf(INT);
export const FLOAT_SLICE = sliceOf(FLOAT64);
export const STRING_SLICE = sliceOf(STRING);
export const STRING_MAP = mapOf(STRING, ANY);
export const ANY_MAP = mapOf(ANY, ANY);
/** The type of a builtin that is used as a value. */
export const BUILTIN_FUNC = funcOf([ANY_SLICE], [ANY, ERROR], true);

/** A type or none: `nil` has no type. */
export type MaybeType = GoType | undefined;

export function sameType(a: MaybeType, b: MaybeType): boolean {
  return a?.text === b?.text;
}

/** Whether a value of one type can be given where the other is asked for. Source: Go package reflect, Type.AssignableTo */
export function isAssignable(from: GoType, to: GoType): boolean {
  return sameType(from, to) || sameType(to, ANY);
}

/** A type in an error message; the type of nil is `<nil>`. */
export function typeText(type: MaybeType): string {
  return type?.text ?? '<nil>';
}

/** A type in a message that Go formats with `%s`, which has a text of its own for nil. */
export function typeTextOrBad(type: MaybeType): string {
  return type?.text ?? '%!s(<nil>)';
}

const INTEGER_KINDS: ReadonlySet<Kind | undefined> = new Set<Kind>([
  ...(['int', 'int8', 'int16', 'int32', 'int64'] as const),
  ...(['uint', 'uint8', 'uint16', 'uint32', 'uint64'] as const),
]);
const SIGNED_KINDS: ReadonlySet<Kind | undefined> = new Set<Kind>(['int', 'int8', 'int16', 'int32', 'int64']);

/** Source: expr v1.15.5 checker/types.go isAny, isInteger, isFloat, … */
export const isAny = (type: MaybeType): boolean => type?.kind === 'interface';
export const isInteger = (type: MaybeType): boolean => INTEGER_KINDS.has(type?.kind);
export const isSigned = (type: MaybeType): boolean => SIGNED_KINDS.has(type?.kind);
export const isFloat = (type: MaybeType): boolean => type?.kind === 'float64' || type?.kind === 'float32';
export const isNumber = (type: MaybeType): boolean => isInteger(type) || isFloat(type);
export const isBool = (type: MaybeType): boolean => type?.kind === 'bool';
export const isString = (type: MaybeType): boolean => type?.kind === 'string';
export const isArray = (type: MaybeType): boolean => type?.kind === 'slice' || type?.kind === 'array';
export const isMap = (type: MaybeType): boolean => type?.kind === 'map';
export const isStruct = (type: MaybeType): boolean => type?.kind === 'struct';
export const isFunc = (type: MaybeType): boolean => type?.kind === 'func';
export const isTime = (type: MaybeType): boolean => sameType(type, TIME);
export const isDuration = (type: MaybeType): boolean => sameType(type, DURATION);
