import * as z from 'zod';
import { parseDurationMs } from '../../api/durations.ts';
import { parseTime } from '../../api/times.ts';
import { isQuantityText } from '../quantity-text.ts';

const NOTATIONS = ['duration', 'name', 'quantity', 'share', 'time', 'metricName', 'labelName', 'errorCode'] as const;

/** A way to write a scalar, which has a diagnostic or a description of its own. */
export type Notation = (typeof NOTATIONS)[number];

/** A text in some notation. Any other value gives a custom issue of zod with the notation in its params. */
function notation(
  name: Notation,
  isValid: (text: string) => boolean,
  meta: { readonly pattern?: string; readonly examples?: string[] },
): z.ZodType<string> {
  return z
    .custom<string>((value) => typeof value === 'string' && isValid(value), { params: { notation: name } })
    .meta({ type: 'string', ...meta });
}

/** The notation that an issue is about; undefined for an issue of another kind. */
export function notationOf(issue: z.core.$ZodIssue): Notation | undefined {
  const name: unknown = issue.code === 'custom' ? issue.params?.['notation'] : undefined;
  return NOTATIONS.find((known) => known === name);
}

const DURATION_PATTERN =
  '^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))*$|^0$';

/** A Go duration of 0 or more: `10s`, `1h30m`. */
export function duration(): z.ZodType<string> {
  return notation('duration', (text) => (parseDurationMs(text) ?? -1) >= 0, {
    pattern: DURATION_PATTERN,
    examples: ['10s', '1m30s', '2h', '500ms'],
  });
}

/** A notation that a pattern defines; the JSON Schema has the pattern too. */
function patterned(name: Notation, pattern: string, examples?: string[]): z.ZodType<string> {
  const regexp = new RegExp(pattern);
  return notation(name, (text) => regexp.test(text), examples === undefined ? { pattern } : { pattern, examples });
}

/** A DNS label, as names of Kubernetes are. */
export function name(): z.ZodType<string> {
  return patterned('name', '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$');
}

/** A Kubernetes quantity: `500m`, `1Gi`. */
export function quantity(): z.ZodType<string> {
  return notation('quantity', isPositiveQuantity, { examples: ['500m', '4', '16Gi'] });
}

function isPositiveQuantity(text: string): boolean {
  return !text.startsWith('-') && isQuantityText(text);
}

/** A share from 1% to 100%. */
export function share(): z.ZodType<string> {
  return patterned('share', '^([1-9][0-9]?|100)%$', ['50%']);
}

/** An RFC 3339 time with whole seconds. */
export function time(): z.ZodType<string> {
  return notation('time', (text) => (parseTime(text) ?? 0.5) % 1000 === 0, { examples: ['2026-01-01T00:00:00Z'] });
}

/** The name of a time series. */
export function labelName(): z.ZodType<string> {
  return patterned('labelName', '^[A-Za-z_][A-Za-z0-9_]*$');
}

export function metricName(): z.ZodType<string> {
  return patterned('metricName', '^[A-Za-z_:][A-Za-z0-9_:]*$');
}

/** The HTTP status code of a failure. */
export function errorCode(): z.ZodType<string> {
  return patterned('errorCode', '^[45]\\d\\d$');
}

/** Text with something in it. */
export function filled(): z.ZodString {
  return z.string().min(1);
}

/** A condition of the expression language. */
export function condition(): z.ZodString {
  return filled().meta({ examples: ['rollout.phase == "Paused" && rollout.step == 1'] });
}
