import type { Utilisation } from '../controllers/hpa/metrics-client.ts';
import { own } from '../text/own.ts';
import type { World } from '../world/world.ts';

/** What the pods of a target use, as the world says; nothing is known before its first answer. */
export function scriptedUtilisation({ utilisation = {}, epochMs }: World): Utilisation {
  return ({ kind, name }, _resource, nowMs) =>
    own(utilisation, `${kind}/${name}`)?.findLast(({ fromMs }) => epochMs + fromMs <= nowMs)?.percent;
}
