import { pow } from '../../kernel/pow.ts';
import type { ArithmeticOperator, ComparisonOperator } from './ast.ts';
import { atan2 } from './trigonometry.ts';

/** Source: promql/engine.go scalarBinop. */
export function arithmetic(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '^':
      return pow(left, right);
    case 'atan2':
      return atan2(left, right);
  }
}

export function compares(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
