import { intentOf, toCommands } from '../../src/study/derive/commands.ts';
import type { Subject } from '../../src/study/subject.ts';

const NAMES: readonly Subject[] = [
  { kind: 'Rollout', namespace: 'default', name: 'shop' },
  { kind: 'Deployment', namespace: 'default', name: 'base' },
];

/** A command about Rollout shop (which takes its pods from Deployment base) as commands about another workload; none where it has no meaning. */
export function translateCommand(command: string, target: Subject): readonly string[] {
  const intent = intentOf({ do: 'run', command, namespace: 'default' }, NAMES);
  return intent === undefined ? [command] : toCommands(intent, target).map((action) => action.command);
}
