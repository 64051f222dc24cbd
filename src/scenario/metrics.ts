import type { Json, JsonObject } from '../api/json.ts';
import { type NotedValue, parseValues, SeriesNotationError } from '../metrics/promql/series-notation.ts';
import type { JobBehaviour, MetricAnswer, UtilisationAnswer } from '../world/metrics.ts';
import type { SettingContext } from './behaviour.ts';
import type { AnswerSetting, JobSetting, MetricSetting, SeriesSetting, UtilisationSetting } from './schema/metrics.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { placeInText, placeOfValue, type YamlPath } from './yaml-path.ts';

/** More values than a run needs are a slip of the pen. */
const MOST_VALUES = 10_000;
/** As promtool's tests have it. */
const EVERY_MS = 60_000;

/** What a metric answers over time, in the world's form. */
export function metricAnswers(
  context: SettingContext,
  setting: MetricSetting,
  path: YamlPath,
): readonly MetricAnswer[] {
  if (typeof setting === 'number') return [{ fromMs: 0, value: setting }];
  if (typeof setting === 'string') {
    return isNumberText(setting) ? [{ fromMs: 0, value: setting }] : series(context, setting, path, EVERY_MS, 0);
  }
  if (!Array.isArray(setting)) {
    return 'series' in setting ? seriesOf(context, setting, path) : [{ fromMs: 0, value: jsonOf(setting) }];
  }
  if (setting.length === 0 || !isTimed(setting)) return [{ fromMs: 0, value: setting.map(numberOrText) }];
  const answers = setting.map(({ from, value }) => ({ fromMs: checkedDurationMs(from), value: jsonOf(value) }));
  checkOrder(context, answers, path);
  return answers;
}

type Timed = Extract<MetricSetting, readonly { readonly from: string }[]>;

function isTimed(setting: readonly unknown[]): setting is Timed {
  return setting.every((item) => typeof item === 'object');
}

function isNumberText(text: string): boolean {
  return text === 'NaN' || text === '+Inf' || text === '-Inf';
}

function numberOrText(value: unknown): Json {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function jsonOf(value: AnswerSetting): Json {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return [...value];
  const object: JsonObject = 'error' in value ? { error: value.error } : { json: value.json };
  return object;
}

function seriesOf(context: SettingContext, setting: SeriesSetting, path: YamlPath): readonly MetricAnswer[] {
  const everyMs = everyOf(context, setting.every, path);
  return series(context, setting.series, [...path, 'series'], everyMs, checkedDurationMs(setting.from));
}

/** From one value to the next, which must be some time. */
export function everyOf({ document, diagnostics }: SettingContext, every: string, path: YamlPath): number {
  const everyMs = checkedDurationMs(every);
  if (everyMs > 0) return everyMs;
  const place = placeOfValue(document, [...path, 'every']);
  diagnostics.add('E214', place, { path: 'every', found: every, limit: 'a duration above 0s' });
  return EVERY_MS;
}

/** The values of a series in the notation of promtool; a value that is like the one before adds nothing. */
function series(
  context: SettingContext,
  text: string,
  path: YamlPath,
  everyMs: number,
  fromMs: number,
): readonly MetricAnswer[] {
  const values = notedValues(context, text, path);
  const answers: MetricAnswer[] = [];
  values.forEach((value, index) => {
    if (value === 'gap' || (index > 0 && value === values[index - 1])) return;
    answers.push({ fromMs: fromMs + index * everyMs, value: value === 'stale' ? [] : answerNumber(value) });
  });
  return answers;
}

/** Values in the notation of promtool; none if they cannot be read, which is told. */
export function notedValues(
  { document, diagnostics }: SettingContext,
  text: string,
  path: YamlPath,
): readonly NotedValue[] {
  try {
    return parseValues(text, MOST_VALUES);
  } catch (error) {
    if (!(error instanceof SeriesNotationError)) throw error;
    const word = /^\S+/.exec(text.slice(error.offset))?.[0] ?? text;
    const place = placeInText(document, path, error.offset, error.offset + word.length);
    diagnostics.add('E226', place, { found: word, detail: error.message });
    return [];
  }
}

function answerNumber(value: number): Json {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function checkOrder(
  { document, diagnostics }: SettingContext,
  entries: readonly { readonly fromMs: number }[],
  path: YamlPath,
): void {
  entries.forEach(({ fromMs }, index) => {
    if (fromMs >= (entries[index - 1]?.fromMs ?? 0)) return;
    diagnostics.add('E227', placeOfValue(document, [...path, index, 'from']), {});
  });
}

export function jobBehaviour({ runs, fails }: JobSetting): JobBehaviour {
  return { ms: checkedDurationMs(runs), fail: fails };
}

export function utilisationAnswers(
  context: SettingContext,
  setting: UtilisationSetting,
  path: YamlPath,
): readonly UtilisationAnswer[] {
  if (typeof setting === 'number') return [{ fromMs: 0, percent: setting }];
  const answers = setting.map(({ from, percent }) => ({ fromMs: checkedDurationMs(from), percent }));
  checkOrder(context, answers, path);
  return answers;
}
