import type { Action } from '../world/actions/actions.ts';
import type { PodFault, PodsAction } from '../world/actions/pods.ts';
import type { SettingContext } from './behaviour.ts';
import type { FaultSetting, ScriptEntry } from './schema/script.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { placeOfKey, type YamlPath } from './yaml-path.ts';

/** One thing that an entry of the script does, and how long after its trigger. */
export interface DelayedAction {
  readonly action: Action;
  readonly laterMs?: number;
}

type Count = FaultSetting['pods'];

/** `3`, `all`, `50%`. */
function chosen(count: Count): Pick<PodsAction, 'count' | 'percent'> {
  if (typeof count === 'number') return { count };
  return count === 'all' ? { count: -1 } : { count: -1, percent: Number.parseInt(count, 10) };
}

export function podsOf({ image, count, do: what }: NonNullable<ScriptEntry['pods']>): Action {
  return { do: 'pods', image, ...chosen(count), what };
}

/** What ends a fault. */
const CURES: Partial<Readonly<Record<FaultSetting['kind'], PodFault>>> = { 'crash-loop': 'heal', unready: 'ready' };

/** A fault, and its end. */
export function faultOf(
  { document, diagnostics }: SettingContext,
  { kind, image, pods, for: lasts }: FaultSetting,
  path: YamlPath,
): readonly DelayedAction[] {
  const begin: DelayedAction = { action: { do: 'pods', image, ...chosen(pods), what: kind } };
  if (lasts === undefined) return [begin];
  const cure = CURES[kind];
  if (cure === undefined) {
    diagnostics.add('E331', placeOfKey(document, [...path, 'for']), { kind });
    return [begin];
  }
  const laterMs = checkedDurationMs(lasts);
  return [begin, { action: { do: 'pods', image, count: -1, what: cure }, laterMs }];
}
