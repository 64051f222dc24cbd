import type { ScalarTag, Tags } from 'yaml';

/**
 * Plain scalars as kubectl reads them: booleans and octals of YAML 1.1 (`yes`, `on`, `0644`), underscores in numbers; no base 60, and dates stay text.
 * Source: sigs.k8s.io/yaml goyaml.v2 resolve.go
 */
export type Scalar = null | boolean | number | bigint | string;

const TRUE: ReadonlySet<string> = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const FALSE: ReadonlySet<string> = new Set([
  'n',
  'N',
  'no',
  'No',
  'NO',
  'false',
  'False',
  'FALSE',
  'off',
  'Off',
  'OFF',
]);
const NULL: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);
const SPECIAL = /^(?:\.(?:nan|NaN|NAN)|[-+]?\.(?:inf|Inf|INF))$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** The value of a plain scalar. Integers beyond 2^53 are bigints. Examples: `0644` is 420, `yes` is true, `1_000` is 1000, `12:30` is text. */
export function resolvePlain(text: string): Scalar {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  if (NULL.has(text)) return null;
  if (SPECIAL.test(text)) return specialNumber(text);
  if (!/^[-+.0-9]/.test(text)) return text;
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  const integer = INTEGER.exec(plain);
  if (integer !== null) return integerValue(integer);
  return FLOAT.test(plain) ? Number(plain) : text;
}

function specialNumber(text: string): number {
  if (/nan$/i.test(text)) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function integerValue(match: RegExpExecArray): number | bigint {
  const [, sign = '', hex, binary, octal, decimal = '0'] = match;
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : decimal;
  const size = BigInt(digits);
  const value = sign === '-' ? -size : size;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number + 0 : value;
}

const plainTag: ScalarTag = {
  default: true,
  tag: 'tag:rehearse.dev,2026:plain',
  test: /^[^]*$/,
  resolve: resolvePlain,
};

function explicitTag(name: string, accepts: (value: Scalar) => boolean): ScalarTag {
  return {
    tag: `tag:yaml.org,2002:${name}`,
    resolve: (text, onError) => {
      const value = resolvePlain(text);
      if (!accepts(value)) onError(`${JSON.stringify(text)} is no ${name}`);
      return value;
    },
  };
}

function explicitText(name: string): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, resolve: (text) => text };
}

const isNumber = (value: Scalar): boolean => typeof value === 'number' || typeof value === 'bigint';

/** The tags of manifests, for `yaml`: everything plain goes through `resolvePlain`. */
export function manifestTags(failsafe: Tags): Tags {
  return [
    ...failsafe,
    plainTag,
    explicitTag('bool', (value) => typeof value === 'boolean'),
    explicitTag('int', isNumber),
    explicitTag('float', isNumber),
    explicitTag('null', (value) => value === null),
    explicitText('timestamp'),
    explicitText('binary'),
  ];
}
