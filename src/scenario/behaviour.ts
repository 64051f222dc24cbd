import type { Distribution, PodBehaviour, ReadyAfter } from '../world/cluster.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { BehaviourSetting, ReadyAfterSetting } from './schema/cluster.ts';
import type { DistributionSetting } from './schema/distribution.ts';
import { positionOf } from './source-file.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { pathText, placeOfKey, type YamlPath } from './yaml-path.ts';
import type { YamlDocument } from './yaml-reader.ts';

export interface SettingContext {
  readonly document: YamlDocument;
  readonly diagnostics: DiagnosticList;
}

/** The behaviour of an image: its own settings, and the cluster's where it says none. */
export function behaviourOf(
  context: SettingContext,
  setting: BehaviourSetting,
  path: YamlPath,
  otherwise: PodBehaviour,
): PodBehaviour {
  const { readyAfter, never, startAfter, crash, turnsUnready, terminates } = setting;
  const terminatesMs = terminates === undefined ? otherwise.terminatesMs : checkedDurationMs(terminates);
  if (never !== undefined) checkNever(context, setting, path);
  const ready =
    readyAfter === undefined ? otherwise.readyAfter : readyAfterOf(context, readyAfter, [...path, 'readyAfter']);
  const runningAfterMs = startAfter === undefined ? otherwise.runningAfterMs : checkedDurationMs(startAfter);
  return {
    readyAfter: ready,
    ...(never === undefined ? {} : { never }),
    ...(runningAfterMs === undefined ? {} : { runningAfterMs }),
    ...(terminatesMs === undefined ? {} : { terminatesMs }),
    ...(crash === undefined ? {} : { crash: crashOf(crash) }),
    ...(turnsUnready === undefined ? {} : { turnsUnready: unreadyOf(turnsUnready) }),
  };
}

/** What happens to a pod that is ready says nothing of one that never is. */
function checkNever({ document, diagnostics }: SettingContext, setting: BehaviourSetting, path: YamlPath): void {
  const keys = (['readyAfter', 'crash', 'turnsUnready'] as const).filter((key) => setting[key] !== undefined);
  const other = placeOfKey(document, [...path, 'never']);
  const { line } = positionOf(other.file, other.start);
  for (const key of keys) {
    diagnostics.add('E218', placeOfKey(document, [...path, key]), { path: pathText(path), key, line });
  }
}

function crashOf({
  after,
  exitCode,
  times,
}: NonNullable<BehaviourSetting['crash']>): NonNullable<PodBehaviour['crash']> {
  const afterMs = checkedDurationMs(after);
  return times === undefined ? { afterMs, exitCode } : { afterMs, exitCode, times };
}

function unreadyOf(setting: NonNullable<BehaviourSetting['turnsUnready']>): NonNullable<PodBehaviour['turnsUnready']> {
  const afterMs = checkedDurationMs(setting.after);
  return setting.for === undefined ? { afterMs } : { afterMs, forMs: checkedDurationMs(setting.for) };
}

/** Times of readiness in milliseconds. */
export function readyAfterOf(context: SettingContext, setting: ReadyAfterSetting, path: YamlPath): ReadyAfter {
  if (typeof setting === 'string') return { form: 'list', ms: [checkedDurationMs(setting)] };
  if ('kind' in setting) return { form: 'drawn', distribution: distributionOf(context, setting, path) };
  return { form: 'list', ms: setting.map(checkedDurationMs) };
}

/** A distribution in the form of src/kernel, with times in milliseconds. */
export function distributionOf(context: SettingContext, setting: DistributionSetting, path: YamlPath): Distribution {
  switch (setting.kind) {
    case 'uniform':
      return { kind: setting.kind, ...bounds(context, setting, path) };
    case 'exponential':
      return { kind: setting.kind, mean: positive(context, setting.mean, [...path, 'mean']) };
    case 'truncated-normal':
      return {
        kind: setting.kind,
        mean: checkedDurationMs(setting.mean),
        standardDeviation: checkedDurationMs(setting.standardDeviation),
        ...bounds(context, setting, path),
      };
    case 'log-normal':
      return {
        kind: setting.kind,
        median: positive(context, setting.median, [...path, 'median']),
        sigma: setting.sigma,
      };
    case 'weibull':
      return { kind: setting.kind, scale: positive(context, setting.scale, [...path, 'scale']), shape: setting.shape };
    case 'empirical':
      return empiricalOf(context, setting.values, [...path, 'values']);
  }
}

function bounds(
  { document, diagnostics }: SettingContext,
  setting: { readonly min: string; readonly max: string },
  path: YamlPath,
): { readonly min: number; readonly max: number } {
  const [min, max] = [checkedDurationMs(setting.min), checkedDurationMs(setting.max)];
  if (min > max) {
    const detail = `min (${setting.min}) of at most max (${setting.max})`;
    diagnostics.add('E219', placeOfKey(document, [...path, 'min']), { path: pathText(path), detail });
  }
  return { min, max };
}

function positive({ document, diagnostics }: SettingContext, text: string, path: YamlPath): number {
  const ms = checkedDurationMs(text);
  if (ms <= 0) {
    diagnostics.add('E219', placeOfKey(document, path), { path: pathText(path), detail: 'a duration above 0s' });
  }
  return ms;
}

type Weighted = readonly { readonly value: string; readonly weight: number }[];

function empiricalOf({ document, diagnostics }: SettingContext, values: Weighted, path: YamlPath): Distribution {
  if (!values.some(({ weight }) => weight > 0)) {
    diagnostics.add('E219', placeOfKey(document, path), { path: pathText(path), detail: 'a weight above 0 somewhere' });
  }
  return {
    kind: 'empirical',
    values: values.map(({ value, weight }) => ({ value: checkedDurationMs(value), weight })),
  };
}
