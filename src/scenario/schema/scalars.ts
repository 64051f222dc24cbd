import * as z from 'zod';
import { parseDurationMs } from '../../api/durations.ts';
import { parseTime } from '../../api/times.ts';
import { isQuantityText } from '../quantity-text.ts';

/**
 * Scalars of the scenario file. A scalar with a notation of its own marks its zod issues by the notation's name (`duration`, `name`, …), so that the
 * diagnostics can say what the notation is.
 */
export type Notation = 'duration' | 'name' | 'quantity' | 'share' | 'time' | 'filled';

const DURATION_PATTERN =
  '^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))*$|^0$';

/** A Go duration of 0 or more: `10s`, `1h30m`. */
export function duration(): z.ZodString {
  return z
    .string({ error: 'duration' })
    .refine((text) => (parseDurationMs(text) ?? -1) >= 0, { error: 'duration' })
    .meta({ pattern: DURATION_PATTERN, examples: ['10s', '1m30s', '2h', '500ms'] });
}

const DNS_LABEL = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';

/** A DNS label, as names of Kubernetes are. */
export function name(): z.ZodString {
  return z
    .string({ error: 'name' })
    .refine((text) => new RegExp(DNS_LABEL).test(text), { error: 'name' })
    .meta({ pattern: DNS_LABEL });
}

/** A Kubernetes quantity: `500m`, `1Gi`. */
export function quantity(): z.ZodString {
  return z
    .string({ error: 'quantity' })
    .refine((text) => isPositiveQuantity(text), { error: 'quantity' })
    .meta({ examples: ['500m', '4', '16Gi'] });
}

function isPositiveQuantity(text: string): boolean {
  return !text.startsWith('-') && isQuantityText(text);
}

const SHARE_PATTERN = '^([1-9][0-9]?|100)%$';

/** A share from 1% to 100%. */
export function share(): z.ZodString {
  return z
    .string({ error: 'share' })
    .refine((text) => new RegExp(SHARE_PATTERN).test(text), { error: 'share' })
    .meta({ pattern: SHARE_PATTERN, examples: ['50%'] });
}

/** An RFC 3339 time with whole seconds. */
export function time(): z.ZodString {
  return z
    .string({ error: 'time' })
    .refine((text) => (parseTime(text) ?? 0.5) % 1000 === 0, { error: 'time' })
    .meta({ examples: ['2026-01-01T00:00:00Z'] });
}

/** Text with something in it. */
export function filled(): z.ZodString {
  return z.string().min(1, { error: 'filled' });
}

/** A condition of the expression language. */
export function condition(): z.ZodString {
  return filled().meta({ examples: ['rollout.phase == "Paused" && rollout.step == 1'] });
}
