import type { Command } from 'commander';
import type { ValidateOptions } from '../actions/validate.ts';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addWorldOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse validate scenarios/getting-started
  rehearse validate rollout.yaml service.yaml --output json`;

export function addValidateCommand(program: Command): void {
  const command = program
    .command('validate')
    .summary('check the files without running anything')
    .description('Reads a scenario or manifests and reports every mistake with its place; nothing is run.')
    .addArgument(pathsArgument());
  addOutputOption(addWorldOptions(command), 'a list of what was found')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: ValidateOptions, self: Command) => {
      const { validate } = await import('../actions/validate.ts');
      process.exitCode = validate(terminalOf(self), paths, options);
    });
}
