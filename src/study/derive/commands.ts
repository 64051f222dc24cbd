import { readCommand } from '../../plugin/read-command.ts';

/** How a command about a rollout is put for another strategy: the line, or why there is none. */
export type Translation = { readonly line: string } | { readonly dropped: string };

const DEPLOYMENT_WORDS: Readonly<Record<string, (name: string, rest: string) => string>> = {
  image: (name, rest) => `kubectl set image deployment/${name} ${rest}`,
  undo: (name) => `kubectl rollout undo deployment/${name}`,
  abort: (name) => `kubectl rollout undo deployment/${name}`,
  restart: (name) => `kubectl rollout restart deployment/${name}`,
};

/** The same wish to a Deployment: an abort becomes an undo; a promote has no meaning there. */
export function forDeployment(line: string): Translation {
  const reading = readCommand(line);
  if (reading.command === undefined) return { dropped: line };
  const verb = reading.command.words.at(-1)?.name ?? '';
  const [mention] = reading.ready.mentions;
  if (mention === undefined) return { line };
  if (mention.kind !== 'Rollout') return { line };
  const name = mention.name.text;
  if (verb === 'scale') return { line: line.replace(/\brollouts?(\.argoproj\.io)?([ /])/, 'deployment$2') };
  const word = DEPLOYMENT_WORDS[verb];
  if (word === undefined) return { dropped: line };
  const image = /(\S+=\S+)/.exec(line.slice(mention.name.end))?.[1] ?? '';
  const namespace = reading.namespace === undefined ? '' : ` -n ${reading.namespace}`;
  return { line: `${word(name, image)}${namespace}` };
}

/** The same wish to the rollout with another strategy: promotes are left out, since that strategy promotes by itself. */
export function forOtherRollout(line: string): Translation {
  const reading = readCommand(line);
  if (reading.command === undefined) return { dropped: line };
  const verb = reading.command.words.at(-1)?.name ?? '';
  return verb === 'promote' ? { dropped: line } : { line };
}
