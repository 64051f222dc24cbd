interface Operator {
  readonly precedence: number;
  readonly associativity: 'left' | 'right';
}

const left = (precedence: number): Operator => ({ precedence, associativity: 'left' });
const right = (precedence: number): Operator => ({ precedence, associativity: 'right' });

/** Source: expr v1.15.5 parser/operator/operator.go */
export const UNARY_OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['not', left(50)],
  ['!', left(50)],
  ['-', left(90)],
  ['+', left(90)],
]);

/** `|` is a pipe: its right side is a call that takes the left side as its first argument. */
export const BINARY_OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['|', left(0)],
  ['or', left(10)],
  ['||', left(10)],
  ['and', left(15)],
  ['&&', left(15)],
  ['==', left(20)],
  ['!=', left(20)],
  ['<', left(20)],
  ['>', left(20)],
  ['>=', left(20)],
  ['<=', left(20)],
  ['in', left(20)],
  ['matches', left(20)],
  ['contains', left(20)],
  ['startsWith', left(20)],
  ['endsWith', left(20)],
  ['..', left(25)],
  ['+', left(30)],
  ['-', left(30)],
  ['*', left(60)],
  ['/', left(60)],
  ['%', left(60)],
  ['**', right(100)],
  ['^', right(100)],
  ['??', left(500)],
]);
