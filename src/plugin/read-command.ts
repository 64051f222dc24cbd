import type { ParsedCommand } from '../api/parsed-command.ts';
import { type Arguments, type Command, type ReadyCommand, usageOf, type VerbWord } from './command.ts';
import { COMMANDS } from './commands.ts';
import { GLOBAL_FLAGS } from './flag-values.ts';
import type { CommandProblem } from './problem.ts';
import { readFlags } from './read-flags.ts';
import { type CommandWord, splitCommand } from './words.ts';

/** A command line that was read: what it would do, or what is wrong with it. */
export type CommandReading =
  | {
      readonly problems: readonly CommandProblem[];
      readonly command?: undefined;
      readonly parsed?: undefined;
      readonly namespace?: undefined;
    }
  | {
      readonly problems: readonly [];
      readonly command: Command;
      readonly ready: ReadyCommand;
      readonly parsed: ParsedCommand;
      /** Of the flag -n, if it was given. */
      readonly namespace: string | undefined;
    };

/** Reads a command line as a shell, kubectl and its plugin do. */
export function readCommand(line: string): CommandReading {
  const { words, open } = splitCommand(line);
  if (open !== undefined) return failed({ kind: 'openQuote', start: open, end: open + 1 });
  const [first, ...rest] = words;
  if (first?.text !== 'kubectl' && first?.text !== 'argocd') {
    const start = first?.start ?? 0;
    return failed({ kind: 'notKubectl', start, end: first?.end ?? line.length, found: first?.text ?? 'nothing' });
  }
  return descend(line, first, rest);
}

function failed(...problems: readonly CommandProblem[]): CommandReading {
  return { problems };
}

/**
 * Follows the words down to a command. Flags that every command has may stand between its words, but not before the plugin is named.
 * Source: k8s.io/kubectl/pkg/cmd/cmd.go HandlePluginCommand.
 */
function descend(line: string, first: CommandWord, words: readonly CommandWord[]): CommandReading {
  let candidates: readonly Command[] = COMMANDS.filter(({ program = 'kubectl' }) => program === first.text);
  let before = first;
  let depth = 0;
  const flags: CommandWord[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const width = depth === 1 && candidates.every(isPluginCommand) ? 0 : globalFlagWidth(word.text);
    if (width > 0) {
      flags.push(...words.slice(index, index + width));
      index += width - 1;
      continue;
    }
    const matching = candidates.filter((command) => means(command.words[depth], word.text));
    if (matching.length === 0) {
      const known = nextWords(candidates, depth);
      const of = line.slice(0, before.end);
      return failed({ kind: 'unknownWord', start: word.start, end: word.end, of, found: word.text, known });
    }
    const [flag] = flags;
    if (depth === 0 && flag !== undefined && matching.every(isPluginCommand)) {
      const usage = `kubectl ${word.text} … ${flag.text}`;
      return failed({ kind: 'usage', start: flag.start, end: flag.end, usage, found: line });
    }
    candidates = matching;
    before = word;
    depth += 1;
    const whole = candidates.find((command) => command.words.length === depth);
    if (whole !== undefined) return readArguments(whole, before, [...flags, ...words.slice(index + 1)], line);
  }
  const known = nextWords(candidates, depth);
  const usage = `${line.slice(0, before.end)} ${known.length === 1 ? (known[0] ?? '') : `(${known.join(', ')})`}`;
  return failed({ kind: 'usage', start: before.start, end: before.end, usage, found: line });
}

function isPluginCommand(command: Command): boolean {
  return command.words[0]?.name === 'argo';
}

function means(word: VerbWord | undefined, text: string): boolean {
  return word !== undefined && (word.name === text || word.aliases.includes(text));
}

/** The words that may come next, in the order of the table. */
function nextWords(candidates: readonly Command[], depth: number): readonly string[] {
  return [...new Set(candidates.flatMap(({ words }) => words[depth]?.name ?? []))];
}

/** How many words a flag that every command has takes here; 0 if it is none. */
function globalFlagWidth(text: string): number {
  for (const { name, short } of GLOBAL_FLAGS) {
    if (text === `--${name}` || text === `-${short ?? ''}`) return 2;
    if (text.startsWith(`--${name}=`) || (text.startsWith(`-${short ?? ''}`) && !text.startsWith('--'))) return 1;
  }
  return 0;
}

function readArguments(
  command: Command,
  verb: CommandWord,
  words: readonly CommandWord[],
  line: string,
): CommandReading {
  const of = line.slice(0, verb.end);
  const { args, problems } = readFlags([...command.flags, ...GLOBAL_FLAGS], words, of);
  const { least, most } = command;
  const count = args.operands.length;
  const blamed = count < least || count > most ? [usageProblem(command, args.operands[most] ?? verb, line)] : [];
  if (problems.length + blamed.length > 0) return failed(...problems, ...blamed);
  return readOperands(command, args, verb, line);
}

function usageProblem(command: Command, at: CommandWord, found: string): CommandProblem {
  return { kind: 'usage', start: at.start, end: at.end, usage: usageOf(command), found };
}

function readOperands(command: Command, args: Arguments, verb: CommandWord, line: string): CommandReading {
  const ready = command.read(args);
  if ('refused' in ready) {
    const found = ready.refused?.text ?? line;
    return failed(usageProblem(command, ready.refused ?? verb, found));
  }
  return { problems: [], command, ready, parsed: parsedOf(command, args, ready), namespace: args.value('namespace') };
}

function parsedOf(command: Command, args: Arguments, { mentions }: ReadyCommand): ParsedCommand {
  const words = command.words.map((word) => word.name);
  const isPlugin = isPluginCommand(command);
  const flags = [...args.flags].map(([name, value]) => {
    const isSwitch = command.flags.some((flag) => flag.name === name && flag.value === undefined);
    return [name, isSwitch ? String(args.isOn(name)) : value] as const;
  });
  return {
    program: command.program ?? (isPlugin ? 'kubectl argo rollouts' : 'kubectl'),
    verb: words.slice(isPlugin ? 2 : 0).join(' '),
    objects: mentions.map(({ kind, name, container }) => ({
      kind,
      name: name.text,
      ...(container === undefined ? {} : { container: container.text }),
    })),
    operands: args.operands.map(({ text }) => text),
    flags: Object.fromEntries(flags),
  };
}
