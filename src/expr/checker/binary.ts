import { compileRegexp, RegexpError } from '../regexp.ts';
import type { BinaryNode } from '../syntax/ast.ts';
import {
  ANY,
  BOOL,
  DURATION,
  FLOAT64,
  INT,
  INT_SLICE,
  isAny,
  isArray,
  isAssignable,
  isBool,
  isDuration,
  isFloat,
  isInteger,
  isMap,
  isNumber,
  isString,
  isStruct,
  isTime,
  type MaybeType,
  STRING,
  TIME,
  typeText,
} from '../types/types.ts';
import { toText } from '../values/utf8.ts';
import { type Checked, type Context, type Scope, typed, wrong } from './context.ts';

type Test = (type: MaybeType) => boolean;

/** Source: expr v1.15.5 checker/types.go or: one side is only known at run time, the other may be used so. */
function oneIsAny(left: MaybeType, right: MaybeType, ...tests: readonly Test[]): boolean {
  if (isAny(left)) return isAny(right) || tests.some((test) => test(right));
  return isAny(right) && tests.some((test) => test(left));
}

/** Source: expr v1.15.5 checker/types.go isComparable */
function isComparable(left: MaybeType, right: MaybeType): boolean {
  if (left === undefined || right === undefined || left.kind === right.kind) return true;
  return (isNumber(left) && isNumber(right)) || isAny(left) || isAny(right);
}

/** Source: expr v1.15.5 checker/types.go combined */
function combined(left: MaybeType, right: MaybeType): MaybeType {
  if (left?.kind === right?.kind) return left;
  return isFloat(left) || isFloat(right) ? FLOAT64 : INT;
}

const bothNumbers = (left: MaybeType, right: MaybeType): boolean => isNumber(left) && isNumber(right);
const bothStrings = (left: MaybeType, right: MaybeType): boolean => isString(left) && isString(right);

/**
 * The type of an operator's result; undefined if it does not take these types.
 *
 * Source: expr v1.15.5 checker/checker.go BinaryNode
 */
function resultType(operator: string, left: MaybeType, right: MaybeType): { readonly type: MaybeType } | undefined {
  const when = (holds: boolean, type: MaybeType): { readonly type: MaybeType } | undefined =>
    holds ? { type } : undefined;
  switch (operator) {
    case '==':
    case '!=':
      return when(isComparable(left, right), BOOL);
    case 'or':
    case '||':
    case 'and':
    case '&&':
      return when((isBool(left) && isBool(right)) || oneIsAny(left, right, isBool), BOOL);
    case '<':
    case '>':
    case '<=':
    case '>=': {
      const alike = bothNumbers(left, right) || bothStrings(left, right) || (isTime(left) && isTime(right));
      return when(alike || oneIsAny(left, right, isNumber, isString, isTime), BOOL);
    }
    case '+':
      return additionType(left, right);
    case '-':
      return subtractionType(left, right);
    case '*':
      return bothNumbers(left, right) ? { type: combined(left, right) } : when(oneIsAny(left, right, isNumber), ANY);
    case '/':
    case '**':
    case '^':
      return when(bothNumbers(left, right) || oneIsAny(left, right, isNumber), FLOAT64);
    case '%':
      return isInteger(left) && isInteger(right)
        ? { type: combined(left, right) }
        : when(oneIsAny(left, right, isInteger), ANY);
    case 'matches':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return when(bothStrings(left, right) || oneIsAny(left, right, isString), BOOL);
    case '..':
      return when((isInteger(left) && isInteger(right)) || oneIsAny(left, right, isInteger), INT_SLICE);
    default:
      return undefined;
  }
}

function additionType(left: MaybeType, right: MaybeType): { readonly type: MaybeType } | undefined {
  if (bothNumbers(left, right)) return { type: combined(left, right) };
  if (bothStrings(left, right)) return { type: STRING };
  if ((isTime(left) && isDuration(right)) || (isDuration(left) && isTime(right))) return { type: TIME };
  return oneIsAny(left, right, isNumber, isString, isTime, isDuration) ? { type: ANY } : undefined;
}

function subtractionType(left: MaybeType, right: MaybeType): { readonly type: MaybeType } | undefined {
  if (bothNumbers(left, right)) return { type: combined(left, right) };
  if (isTime(left) && isTime(right)) return { type: DURATION };
  if (isTime(left) && isDuration(right)) return { type: TIME };
  return oneIsAny(left, right, isNumber, isTime) ? { type: ANY } : undefined;
}

/** `a ?? b` has the type of `a`, unless `b` does not fit it. */
function coalescedType(left: MaybeType, right: MaybeType): MaybeType {
  if (left === undefined) return right;
  if (right === undefined) return left;
  return isAssignable(right, left) ? left : ANY;
}

export function checkBinary(context: Context, node: BinaryNode, scope: Scope): Checked {
  const left = context.check(node.left, scope);
  const right = context.check(node.right, scope);
  const checked: BinaryNode = { ...node, left: left.node, right: right.node };
  if (node.operator === '??') return typed(checked, coalescedType(left.type, right.type));
  if (node.operator === 'in') {
    if (isInAllowed(node, left, right)) return typed(checked, BOOL);
  } else {
    if (node.operator === 'matches') checkPattern(node);
    const result = resultType(node.operator, left.type, right.type);
    const known = node.operator === 'matches' && node.right.kind === 'string';
    if (result !== undefined) return typed(known ? { ...checked, knownPattern: true } : checked, result.type);
  }
  const types = `${typeText(left.type)} and ${typeText(right.type)}`;
  throw wrong(node, `invalid operation: ${node.operator} (mismatched types ${types})`);
}

/** A pattern that is written out is read now, so that a mistake in it is seen now. */
function checkPattern(node: BinaryNode): void {
  if (node.right.kind !== 'string') return;
  try {
    compileRegexp(toText(node.right.value));
  } catch (error) {
    if (error instanceof RegexpError) throw wrong(node, error.message);
    throw error;
  }
}

function isInAllowed(node: BinaryNode, left: Checked, right: Checked): boolean {
  const type = left.type;
  const collection = right.type;
  if ((isString(type) || isAny(type)) && isStruct(collection)) return true;
  if (isMap(collection)) {
    if (type === undefined || isAny(type)) return true;
    if (collection?.key !== undefined && isAssignable(type, collection.key)) return true;
    throw wrong(node, `cannot use ${type.text} as type ${typeText(collection?.key)} in map key`);
  }
  if (isArray(collection)) {
    if (type === undefined) return true;
    for (const elem of [collection?.elem, right.elem]) {
      if (!isComparable(type, elem)) throw wrong(node, `cannot use ${type.text} as type ${typeText(elem)} in array`);
    }
    return true;
  }
  return (isAny(type) && isString(collection)) || isAny(collection);
}
