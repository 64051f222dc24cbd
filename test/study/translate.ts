import { phrase, wishOf } from '../../src/study/derive/commands.ts';
import type { Subject } from '../../src/study/subject.ts';

const NAMES: readonly Subject[] = [
  { kind: 'Rollout', namespace: 'default', name: 'shop' },
  { kind: 'Deployment', namespace: 'default', name: 'base' },
];

/** A command about Rollout shop (which takes its pods from Deployment base) in the words of another workload; nothing where it has no meaning. */
export function translateWish(line: string, target: Subject): readonly string[] {
  const wish = wishOf(line, 'default', NAMES);
  return wish === undefined ? [line] : phrase(wish, target);
}
