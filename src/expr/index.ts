/*
 * The expression language of analysis conditions (expr-lang as Argo Rollouts uses it), also that of `when` and `expect`.
 *
 * Text → syntax/ (tokens, tree) → checker/ (Go types) → optimizer/ → machine/ (functions that run). values/ and builtins/
 * are what it computes with.
 */
export { evalCondition } from './condition.ts';
export { CONDITION_FUNCTIONS, typesOf } from './environment.ts';
export { evaluateResult, type ResultConditions, type ResultPhase } from './evaluate-result.ts';
export type { Expectation } from './expectation.ts';
export { ExprError, type ExprPhase } from './expr-error.ts';
export { compileFacts, type Fact, type FactCondition, type Facts, type FactTypes } from './facts.ts';
export { compile, compileParsed, type Program } from './program.ts';
export { childrenOf, type Node } from './syntax/ast.ts';
export type { Location } from './syntax/location.ts';
export { parse } from './syntax/parser.ts';
export { print } from './syntax/print.ts';
export { BOOL, FLOAT64, type GoType, INT, type MaybeType, recordOf, STRING, typeText } from './types/types.ts';
export { type TextComparison, textComparisonsOf, type Use, usesOf } from './uses.ts';
export { float, floats, fromJson, int, text, texts, toPlain } from './values/convert.ts';
export { formatValue } from './values/format.ts';
export { type Fields, listOf, type Value } from './values/value.ts';
