/** Putting arguments into texts with `{{…}}`. Source: utils/template/template.go, github.com/valyala/fasttemplate. */
import { readGoDuration } from '../../api/durations.ts';
import { goQuote } from '../../api/go-quote.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { formatTime, parseTime } from '../../api/times.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Experiment } from '../../api/shape/experiment.ts';

/** A text, or why it could not be made. */
export type TextResult =
  { readonly text: string; readonly error?: undefined } | { readonly error: string; readonly text?: undefined };

const OPEN = '{{';
const CLOSE = '}}';

/** What Go's unicode.IsSpace calls a space, at the ends of a text. */
const OUTER_SPACE =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** A template taken apart: texts, with the content of a placeholder after each but the last. */
interface Template {
  readonly texts: readonly string[];
  readonly tags: readonly string[];
}

type TemplateResult =
  | { readonly template: Template; readonly error?: undefined }
  | { readonly error: string; readonly template?: undefined };

/** Source: fasttemplate template.go Reset. */
function readTemplate(text: string): TemplateResult {
  const texts: string[] = [];
  const tags: string[] = [];
  let rest = text;
  for (let open = rest.indexOf(OPEN); open >= 0; open = rest.indexOf(OPEN)) {
    texts.push(rest.slice(0, open));
    rest = rest.slice(open + OPEN.length);
    const close = rest.indexOf(CLOSE);
    if (close < 0) {
      const where = `in the template=${goQuote(text)} starting from ${goQuote(rest)}`;
      return { error: `Cannot find end tag=${goQuote(CLOSE)} ${where}` };
    }
    tags.push(rest.slice(0, close));
    rest = rest.slice(close + CLOSE.length);
  }
  texts.push(rest);
  return { template: { texts, tags } };
}

/**
 * The text with each placeholder replaced by the value of its name, white space aside. What is put in is not looked at again; of several
 * unknown names the last one is told. Source: resolve.
 * Example: `{{ args.ns }}/x` with `args.ns` = `store` is `store/x`.
 */
function fillTemplate({ texts, tags }: Template, values: ReadonlyMap<string, string>): TextResult {
  let unknown: string | undefined;
  const filled = tags.map((tag) => {
    const value = values.get(tag.replace(OUTER_SPACE, ''));
    if (value === undefined) unknown = tag;
    return value ?? '';
  });
  if (unknown !== undefined) return { error: `failed to resolve {{${unknown}}}` };
  return { text: texts.map((text, index) => text + (filled[index] ?? '')).join('') };
}

/**
 * The text with `{{args.NAME}}` replaced. An argument without a value fails every text, also one that does not use it.
 * Source: ResolveArgs.
 */
export function resolveArgs(text: string, args: readonly Argument[]): TextResult {
  const { template, error } = readTemplate(text);
  if (error !== undefined) return { error };
  const values = new Map<string, string>();
  for (const { name, value } of args) {
    if (value === undefined) return { error: `argument "${name}" was not supplied` };
    values.set(`args.${name}`, value);
  }
  return fillTemplate(template, values);
}

/** The same for a template that is JSON: values are escaped as Go escapes texts, which is not always as JSON does. Source: ResolveQuotedArgs. */
export function resolveQuotedArgs(template: string, args: readonly Argument[]): TextResult {
  const quoted = args.map(({ name, value }): Argument => ({
    name,
    ...(value === undefined ? {} : { value: goQuote(value).slice(1, -1) }),
  }));
  return resolveArgs(template, quoted);
}

/** An argument of an experiment's analysis: hashes and names of its ReplicaSets, by template, and its times. Source: ResolveExperimentArgsValue. */
export function resolveExperimentArg(
  text: string,
  experiment: Pick<Experiment, 'spec' | 'status'>,
  replicaSets: ReadonlyMap<string, ReplicaSet>,
): TextResult {
  const { template, error } = readTemplate(text);
  if (error !== undefined) return { error };
  const values = new Map<string, string>();
  const availableMs = parseTime(experiment.status.availableAt ?? '');
  if (availableMs !== undefined) {
    values.set('experiment.availableAt', formatTime(availableMs));
    const duration = experiment.spec.duration ?? '';
    if (duration !== '') {
      const length = readGoDuration(duration);
      if (length.error !== undefined) return { error: length.error };
      values.set('experiment.finishedAt', formatTime(availableMs + Math.floor(Number(length.nanos) / 1_000_000)));
    }
  }
  for (const { name } of experiment.spec.templates ?? []) {
    const replicaSet = replicaSets.get(name);
    if (replicaSet === undefined) continue;
    values.set(`templates.${name}.podTemplateHash`, replicaSet.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? '');
    values.set(`templates.${name}.replicaset.name`, replicaSet.metadata.name ?? '');
  }
  return fillTemplate(template, values);
}
