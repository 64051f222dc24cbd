/** What an expression gives. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** A function as the type check sees it. */
export interface FunctionSignature {
  readonly name: string;
  readonly args: readonly ValueType[];
  /** How often the last argument may be repeated or left out: 0 never, -1 without end. */
  readonly variadic: number;
  readonly returns: ValueType;
  readonly experimental: boolean;
}

function family(
  names: string,
  args: readonly ValueType[],
  { variadic = 0, returns = 'vector', experimental = false }: Partial<FunctionSignature> = {},
): readonly FunctionSignature[] {
  return names.split(' ').map((name) => ({ name, args, variadic, returns, experimental }));
}

const EXPERIMENTAL = { experimental: true } as const;
const SCALAR = { returns: 'scalar' } as const;

/** Source: promql/parser/functions.go Functions. */
export const FUNCTIONS: ReadonlyMap<string, FunctionSignature> = new Map(
  [
    ...family('abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn', [
      'vector',
    ]),
    ...family('sin sinh sort sort_desc sqrt tan tanh timestamp', ['vector']),
    ...family('histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar', ['vector']),
    ...family('absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta', ['matrix']),
    ...family('increase irate last_over_time max_over_time min_over_time present_over_time rate resets', ['matrix']),
    ...family('stddev_over_time stdvar_over_time sum_over_time', ['matrix']),
    ...family('mad_over_time ts_of_first_over_time ts_of_last_over_time', ['matrix'], EXPERIMENTAL),
    ...family('ts_of_max_over_time ts_of_min_over_time', ['matrix'], EXPERIMENTAL),
    ...family('clamp', ['vector', 'scalar', 'scalar']),
    ...family('clamp_max clamp_min', ['vector', 'scalar']),
    ...family('day_of_month day_of_week day_of_year days_in_month hour minute month year', ['vector'], { variadic: 1 }),
    ...family('start end step range', [], { ...SCALAR, ...EXPERIMENTAL }),
    ...family('pi time', [], SCALAR),
    ...family('max_of min_of', ['scalar', 'scalar'], { ...SCALAR, ...EXPERIMENTAL }),
    ...family('scalar', ['vector'], SCALAR),
    ...family('vector', ['scalar']),
    ...family('round', ['vector', 'scalar'], { variadic: 1 }),
    ...family('predict_linear', ['matrix', 'scalar']),
    ...family('quantile_over_time', ['scalar', 'matrix']),
    ...family('double_exponential_smoothing', ['matrix', 'scalar', 'scalar'], EXPERIMENTAL),
    ...family('histogram_fraction', ['scalar', 'scalar', 'vector']),
    ...family('histogram_quantile', ['scalar', 'vector']),
    ...family('histogram_quantiles', ['vector', 'string', 'scalar', 'scalar'], { variadic: 9, ...EXPERIMENTAL }),
    ...family('info', ['vector', 'vector'], { variadic: 1, ...EXPERIMENTAL }),
    ...family('label_replace', ['vector', 'string', 'string', 'string', 'string']),
    ...family('label_join', ['vector', 'string', 'string', 'string'], { variadic: -1 }),
    ...family('sort_by_label sort_by_label_desc', ['vector', 'string'], { variadic: -1, ...EXPERIMENTAL }),
    ...family('start_timestamp', ['vector'], EXPERIMENTAL),
  ].map((signature) => [signature.name, signature]),
);

/** Source: promql/parser/value.go DocumentedType. */
export function documentedType(type: ValueType): string {
  if (type === 'vector') return 'instant vector';
  return type === 'matrix' ? 'range vector' : type;
}
