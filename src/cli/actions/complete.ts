import type { Argument, Command, Option } from 'commander';
import { CompletedArgument, CompletedOption, type Completion } from '../arguments.ts';

/** Stands for the names of files, which the shell completes by itself. */
const FILES = ':files';

/** The words that may stand in the place of the last of `words`. */
export async function completions(program: Command, words: readonly string[]): Promise<readonly string[]> {
  const given = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const { command, operands, open } = follow(program, given);
  if (open !== undefined) return valuesOf(open);
  if (current.startsWith('-')) return flagsOf(command, program).filter((flag) => flag.startsWith(current));
  const names = operands === 0 ? command.commands.filter(isVisible).map((one) => one.name()) : [];
  return [...names, ...(await argumentValues(command, program, operands))];
}

interface Position {
  readonly command: Command;
  /** How many arguments of the command are there already. */
  readonly operands: number;
  /** The option whose value stands next. */
  readonly open: Option | undefined;
}

function follow(program: Command, words: readonly string[]): Position {
  let command = program;
  let operands = 0;
  let open: Option | undefined;
  for (const word of words) {
    if (open !== undefined) open = undefined;
    else if (word.startsWith('-')) {
      const option = optionsOf(command, program).find((one) => one.short === word || one.long === word);
      if (option?.required === true) open = option;
    } else {
      const next =
        operands === 0
          ? command.commands.find((one) => one.name() === word || one.aliases().includes(word))
          : undefined;
      if (next === undefined) operands += 1;
      else command = next;
    }
  }
  return { command, operands, open };
}

function isVisible(command: Command): boolean {
  return !command.name().startsWith('__');
}

function optionsOf(command: Command, program: Command): readonly Option[] {
  return command === program ? program.options : [...command.options, ...program.options];
}

function flagsOf(command: Command, program: Command): readonly string[] {
  return [...optionsOf(command, program).flatMap((option) => option.long ?? []), '--help'];
}

function valuesOf(option: Option): Promise<readonly string[]> | readonly string[] {
  if (option.argChoices !== undefined) return option.argChoices;
  return option instanceof CompletedOption ? wordsOf(option.completion) : [];
}

/** What may stand as the next argument. The arguments of the program itself are the files of its default command. */
function argumentValues(
  command: Command,
  program: Command,
  operands: number,
): Promise<readonly string[]> | readonly string[] {
  if (command === program) return [FILES];
  const next = command.registeredArguments[operands] ?? variadic(command.registeredArguments.at(-1));
  return next instanceof CompletedArgument ? wordsOf(next.completion) : [];
}

function variadic(last: Argument | undefined): Argument | undefined {
  return last?.variadic === true ? last : undefined;
}

async function wordsOf(completion: Completion): Promise<readonly string[]> {
  return completion === 'files' ? [FILES] : await completion();
}
