import type { Command, Option } from 'commander';
import { ALL_RULES } from '../../simulation/rules.ts';

/** Stands for the names of files, which the shell completes by itself. */
const FILES = ':files';

/** The words that may stand in the place of the last of `words`. */
export function completions(program: Command, words: readonly string[]): readonly string[] {
  const given = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const { command, operands, open } = follow(program, given);
  if (open !== undefined) return valuesOf(open);
  if (current.startsWith('-')) return flagsOf(command, program).filter((flag) => flag.startsWith(current));
  const names = operands === 0 ? command.commands.filter(isVisible).map((one) => one.name()) : [];
  return [...names, ...argumentValues(command, program, operands)];
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

function valuesOf(option: Option): readonly string[] {
  if (option.argChoices !== undefined) return option.argChoices;
  return option.long === '--reports' || option.long === '--file' ? [FILES] : [];
}

/** What may stand as the next argument: shells, rules, else files. */
function argumentValues(command: Command, program: Command, operands: number): readonly string[] {
  if (command.name() === 'completion') return operands === 0 ? ['bash', 'zsh', 'fish'] : [];
  if (command.name() === 'explain') return operands === 0 ? ALL_RULES.map((rule) => rule.id) : [];
  const first = command.registeredArguments[0];
  if ((first?.name() === 'name' || first?.name() === 'promql') && operands === 0) return [];
  const takesPaths = command === program || command.registeredArguments.some((one) => one.variadic);
  return takesPaths ? [FILES] : [];
}
