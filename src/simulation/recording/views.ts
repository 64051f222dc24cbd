import type { Json } from '../../api/json.ts';
import type { ObjectReader } from '../../api/reader.ts';

/** The views that are recorded of a rollout. */
export interface Views {
  readonly view?: Json;
  readonly list?: Json;
}

export function viewsOf(_reader: ObjectReader, _name: string, _nowMs: number): Views {
  return {};
}
