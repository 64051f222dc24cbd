import type { CommandProblem as PluginProblem } from '../plugin/problem.ts';
import { readCommand as readPluginCommand } from '../plugin/read-command.ts';
import type { CommandWord } from '../plugin/words.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import type { MessageParameters } from './messages.ts';
import { didYouMean } from './suggest.ts';

type CommandCode = Extract<DiagnosticCode, 'E307' | 'E308' | 'E309' | 'E310' | 'E311' | 'E312'>;

/** What is wrong with a command line, and where in it. */
export type CommandProblem = {
  readonly [C in CommandCode]: {
    readonly code: C;
    readonly start: number;
    readonly end: number;
    readonly parameters: MessageParameters[C];
  };
}[CommandCode];

/** A command line that was read: what it is about, or what is wrong with it. */
export interface ReadCommand {
  readonly problems: readonly CommandProblem[];
  readonly rollouts: readonly CommandWord[];
  /** The container whose image is set; `*` means all. */
  readonly container?: CommandWord;
  readonly namespace?: string;
}

/** Reads a command line as the kubectl plugin does. */
export function readCommand(line: string): ReadCommand {
  const reading = readPluginCommand(line);
  if (reading.command === undefined) return { problems: reading.problems.map(diagnosed), rollouts: [] };
  const { ready, namespace } = reading;
  const mentions = ready.mentions.filter(({ kind }) => kind === 'Rollout');
  const container = mentions.find((mention) => mention.container !== undefined)?.container;
  return {
    problems: [],
    rollouts: mentions.map(({ name }) => name),
    ...(container === undefined ? {} : { container }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** The diagnostic of a problem. */
function diagnosed(problem: PluginProblem): CommandProblem {
  const { start, end } = problem;
  switch (problem.kind) {
    case 'notKubectl':
      return { code: 'E307', start, end, parameters: { found: problem.found } };
    case 'openQuote':
      return { code: 'E312', start, end, parameters: {} };
    case 'unknownWord':
    case 'unknownFlag': {
      const { of, found, known } = problem;
      const code = problem.kind === 'unknownWord' ? 'E308' : 'E309';
      return { code, start, end, parameters: { of, found, known, suggestion: didYouMean(found, known) } };
    }
    case 'usage':
      return { code: 'E310', start, end, parameters: { usage: problem.usage, found: problem.found } };
    case 'flagValue': {
      const { flag, found, expected } = problem;
      return { code: 'E311', start, end, parameters: { flag, found, expected } };
    }
  }
}
