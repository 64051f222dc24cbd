import { readCommand } from '../../plugin/read-command.ts';
import type { Subject } from '../subject.ts';

/** A wish to a workload, whatever the words. */
export interface Wish {
  /** `image`, `abort`, …: what is wished. */
  readonly verb: string;
  readonly line: string;
  readonly namespace: string;
}

/** What a command wishes of the workload; undefined if it is about something else. `names`: what the workload may be called. */
export function wishOf(line: string, namespace: string, names: readonly Subject[]): Wish | undefined {
  const reading = readCommand(line);
  if (reading.command === undefined) return undefined;
  const [mention] = reading.ready.mentions;
  const where = reading.namespace ?? namespace;
  const isMeant = names.some(
    ({ kind, name, namespace: own }) => mention?.kind === kind && mention.name.text === name && own === where,
  );
  if (mention === undefined || !isMeant) return undefined;
  const words = reading.command.words.map((word) => word.name);
  return { verb: VERBS.find((verb) => words.includes(verb)) ?? words.join(' '), line, namespace: where };
}

const VERBS = ['image', 'undo', 'abort', 'retry', 'restart', 'scale', 'promote', 'pause', 'resume'] as const;

type Phrase = (name: string, line: string) => readonly string[];

const FOR_DEPLOYMENT: Readonly<Record<string, Phrase>> = {
  image: (name, line) => [`kubectl set image deployment/${name} ${imagesIn(line).join(' ')}`],
  undo: (name, line) => [`kubectl rollout undo deployment/${name}${revisionIn(line)}`],
  abort: (name) => [`kubectl rollout undo deployment/${name}`],
  retry: (name) => [`kubectl rollout undo deployment/${name}`],
  restart: (name) => [`kubectl rollout restart deployment/${name}`],
  scale: (name, line) => [`kubectl scale deployment/${name} ${replicasIn(line)}`],
};

/** The plugin sets one image at a time. */
const FOR_ROLLOUT: Readonly<Record<string, Phrase>> = {
  image: (name, line) => imagesIn(line).map((image) => `kubectl argo rollouts set image ${name} ${image}`),
  undo: (name, line) => [`kubectl argo rollouts undo ${name}${revisionIn(line)}`],
  abort: (name) => [`kubectl argo rollouts abort ${name}`],
  retry: (name) => [`kubectl argo rollouts retry rollout ${name}`],
  restart: (name) => [`kubectl argo rollouts restart ${name}`],
  scale: (name, line) => [`kubectl scale rollout/${name} ${replicasIn(line)}`],
};

/** The pairs of container and image. */
function imagesIn(line: string): readonly string[] {
  return line.split(/\s+/).filter((word) => !word.startsWith('-') && word.includes('='));
}

/** ` --to-revision=2`, if the line says it. */
function revisionIn(line: string): string {
  const revision = /--to-revision[= ](\S+)/.exec(line)?.[1];
  return revision === undefined ? '' : ` --to-revision=${revision}`;
}

function replicasIn(line: string): string {
  return /--replicas[= ]\S+/.exec(line)?.[0] ?? '';
}

/** A wish in the words of a workload; nothing where it has no meaning: a promote to a Deployment. */
export function phrase({ verb, line, namespace }: Wish, target: Subject): readonly string[] {
  const words = target.kind === 'Deployment' ? FOR_DEPLOYMENT : FOR_ROLLOUT;
  const where = namespace === 'default' ? '' : ` -n ${namespace}`;
  return (words[verb]?.(target.name, line) ?? []).map((command) => `${command}${where}`);
}
