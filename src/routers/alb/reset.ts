import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import type { StickinessConfig } from '../../api/shape/traffic-routing.ts';
import { own, setOwn } from '../../text/own.ts';
import { ACTION_PREFIX, forwardAction } from './annotations.ts';
import type { Annotations } from '../ingress-parts.ts';

function parse(json: string): Json | undefined {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function stickinessOf(value: Json | undefined): StickinessConfig | undefined {
  if (!isJsonObject(value)) return undefined;
  const { Enabled: enabled, DurationSeconds: seconds } = value;
  return { enabled: enabled === true, durationSeconds: typeof seconds === 'number' ? seconds : 0 };
}

/**
 * The action that sends everything to its own Service; undefined if the one there cannot be read. Source:
 * ingress/alb.go getResetALBActionStr.
 */
function resetAction(action: string, service: string): string | undefined {
  const previous = parse(action);
  const forward = isJsonObject(previous) ? previous['ForwardConfig'] : undefined;
  if (!isJsonObject(forward)) return undefined;
  const { TargetGroups: groups, TargetGroupStickinessConfig: stickiness } = forward;
  const own = (isJsonArray(groups) ? groups : [])
    .filter(isJsonObject)
    .findLast((group) => group['ServiceName'] === service);
  const port = own?.['ServicePort'];
  if (typeof port !== 'string' || port === '') return undefined;
  return forwardAction([{ service, weight: 100 }], port, stickinessOf(stickiness));
}

/**
 * Annotations in which the actions that rollouts left behind send everything to their own Services; undefined if one of
 * them cannot be read, as then nothing is written.
 */
export function resetActions(annotations: Annotations, keys: readonly string[]): Annotations | undefined {
  const result: Record<string, string> = { ...annotations };
  for (const key of keys) {
    const parts = key.split(ACTION_PREFIX);
    if (parts.length === 1) continue;
    const [, service = ''] = parts;
    const action = parts.length === 2 ? resetAction(own(annotations, key) ?? '', service) : undefined;
    if (action === undefined) return undefined;
    setOwn(result, key, action);
  }
  return result;
}
