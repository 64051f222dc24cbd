import { readCommand } from '../../plugin/read-command.ts';
import { own } from '../../text/own.ts';
import type { RunAction } from '../../world/actions/run.ts';
import type { Subject } from '../subject.ts';

/** What a person wants of a workload, whatever command says so. */
export interface Intent {
  readonly verb: Verb;
  /** `set image`: the pairs of container and image. */
  readonly images?: readonly string[];
  /** `undo`: the revision to go back to; absent: the one before. */
  readonly toRevision?: string;
  /** `scale` */
  readonly replicas?: string;
}

export type Verb = 'image' | 'undo' | 'abort' | 'retry' | 'restart' | 'scale' | 'promote' | 'pause' | 'other';

/** What the verbs of commands mean, as their parser names them. */
const VERBS: ReadonlyMap<string, Verb> = new Map([
  ['set image', 'image'],
  ['undo', 'undo'],
  ['rollout undo', 'undo'],
  ['abort', 'abort'],
  ['retry rollout', 'retry'],
  ['restart', 'restart'],
  ['rollout restart', 'restart'],
  ['scale', 'scale'],
  ['promote', 'promote'],
  ['pause', 'pause'],
]);

/** What a command asks of the workload; undefined if it is about something else. `names`: what the workload may be called. */
export function intentOf({ command, namespace }: RunAction, names: readonly Subject[]): Intent | undefined {
  const reading = readCommand(command);
  if (reading.parsed === undefined) return undefined;
  const { verb, objects, operands, flags } = reading.parsed;
  const where = reading.namespace ?? namespace;
  const [object] = objects;
  const isMeant = names.some((own) => own.kind === object?.kind && own.name === object.name && own.namespace === where);
  if (!isMeant) return undefined;
  const { replicas, 'to-revision': toRevision } = flags;
  return {
    verb: VERBS.get(verb) ?? 'other',
    ...(verb === 'set image' ? { images: operands.filter((operand) => operand.includes('=')) } : {}),
    ...(toRevision === undefined ? {} : { toRevision }),
    ...(replicas === undefined ? {} : { replicas }),
  };
}

type Commands = (name: string, intent: Intent) => readonly string[];

const FOR_DEPLOYMENT: Partial<Readonly<Record<Verb, Commands>>> = {
  image: (name, { images = [] }) => [`kubectl set image deployment/${name} ${images.join(' ')}`],
  undo: (name, intent) => [`kubectl rollout undo deployment/${name}${revisionFlag(intent)}`],
  abort: (name) => [`kubectl rollout undo deployment/${name}`],
  retry: (name) => [`kubectl rollout undo deployment/${name}`],
  restart: (name) => [`kubectl rollout restart deployment/${name}`],
  scale: (name, { replicas = '' }) => [`kubectl scale deployment/${name} --replicas=${replicas}`],
};

/** The plugin sets one image at a time. */
const FOR_ROLLOUT: Partial<Readonly<Record<Verb, Commands>>> = {
  image: (name, { images = [] }) => images.map((image) => `kubectl argo rollouts set image ${name} ${image}`),
  undo: (name, intent) => [`kubectl argo rollouts undo ${name}${revisionFlag(intent)}`],
  abort: (name) => [`kubectl argo rollouts abort ${name}`],
  retry: (name) => [`kubectl argo rollouts retry rollout ${name}`],
  restart: (name) => [`kubectl argo rollouts restart ${name}`],
  scale: (name, { replicas = '' }) => [`kubectl scale rollout/${name} --replicas=${replicas}`],
};

function revisionFlag({ toRevision }: Intent): string {
  return toRevision === undefined ? '' : ` --to-revision=${toRevision}`;
}

/** The commands that ask the same of a workload, in its namespace; none where it has no meaning: a promote of a Deployment. */
export function toCommands(intent: Intent, { kind, name, namespace }: Subject): readonly RunAction[] {
  const commands = kind === 'Deployment' ? FOR_DEPLOYMENT : FOR_ROLLOUT;
  return (own(commands, intent.verb)?.(name, intent) ?? []).map((command) => ({ do: 'run', command, namespace }));
}
