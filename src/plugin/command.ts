import type { Reference } from '../api/reference.ts';
import type { ApiServer } from '../api/server.ts';
import type { CommandWord } from './words.ts';

/** What a flag's value is, and whether a text is one. */
export interface FlagValue {
  readonly about: string;
  readonly accepts: (text: string) => boolean;
}

/** A flag of a command, without its dashes. */
export interface Flag {
  readonly name: string;
  /** The single letter that stands for it. */
  readonly short?: string;
  readonly about: string;
  /** Absent: a switch, on or off. */
  readonly value?: FlagValue;
}

/** A word that leads to a command, with the other words that mean the same. */
export interface VerbWord {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** The arguments of a command line: what stands behind its words, and the flags that were given. */
export interface Arguments {
  readonly operands: readonly CommandWord[];
  /** The value given last, without the flag's quotes; undefined if the flag was not given. */
  readonly value: (flag: string) => string | undefined;
  /** Whether a switch is on. */
  readonly isOn: (flag: string) => boolean;
  /** All flags that were given, by name. */
  readonly flags: ReadonlyMap<string, string>;
}

/** The kinds that commands name. */
export type NamedKind = 'Rollout' | 'AnalysisRun' | 'Experiment' | 'Deployment' | 'ReplicaSet';

/** An object that a command line names, and where. */
export interface Mention {
  readonly kind: NamedKind;
  readonly name: CommandWord;
  /** The container of it that is meant; `*` means all. */
  readonly container?: CommandWord;
}

/** What a command is carried out with. */
export interface CommandContext {
  /** The version of the plugin. */
  readonly reference: Reference;
  readonly api: ApiServer;
  readonly nowMs: number;
  readonly namespace: string;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
}

/** A command line that can be carried out. */
export interface ReadyCommand {
  readonly mentions: readonly Mention[];
  /** Sends what the command sends, in the reference's order; throws ApiError or CommandError. */
  readonly run: (context: CommandContext) => void;
}

/** Arguments that the command refuses before it sends anything, and the word that is to blame. */
export interface RefusedArguments {
  readonly refused: CommandWord | undefined;
}

/** One command that people type: how its words are read, and what it does. */
export interface Command {
  /** The program that has it; kubectl (and its plugin) unless given. */
  readonly program?: 'argocd';
  /** The words after the program. */
  readonly words: readonly VerbWord[];
  readonly about: string;
  /** How its arguments are written. */
  readonly usage: string;
  /** How many arguments there must be, and how many there may be. */
  readonly least: number;
  readonly most: number;
  readonly flags: readonly Flag[];
  /** The kind of the objects that the arguments name, for shell completion. */
  readonly completes?: NamedKind;
  readonly read: (args: Arguments) => ReadyCommand | RefusedArguments;
}

/** A command that fails for another reason than an answer of the API server; its message is the reference's. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}

/** More arguments than anybody writes. */
export const ANY_NUMBER = 1000;

export function word(name: string, ...aliases: readonly string[]): VerbWord {
  return { name, aliases };
}

/** The words of a command of the plugin. */
export function rolloutsCommand(...words: readonly VerbWord[]): readonly VerbWord[] {
  return [word('argo'), word('rollouts'), ...words];
}

/** The whole line as documentation shows it: `kubectl argo rollouts undo NAME`. */
export function usageOf(command: Command): string {
  return [command.program ?? 'kubectl', ...command.words.map(({ name }) => name), command.usage].join(' ').trimEnd();
}
