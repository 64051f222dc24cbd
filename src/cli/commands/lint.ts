import type { Command } from 'commander';
import type { LintOptions } from '../actions/lint.ts';
import { CompletedArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse lint rollout.yaml
  helm template . | rehearse lint -`;

export function addLintCommand(program: Command): void {
  const command = program
    .command('lint')
    .summary('check rollouts as the plugin does, with the place of each mistake')
    .description(
      'Checks what kubectl argo rollouts lint checks: fields, the validation of the controller, and what a Rollout refers to; 1 if anything is wrong.',
    )
    .addArgument(
      new CompletedArgument(
        '<files...>',
        'manifests (files and folders), seen together; - is the standard input',
        'files',
      ),
    );
  addOutputOption(command, 'a list of what was found')
    .option('-R, --recursive', 'read the folders below a folder, too')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], options: LintOptions, self: Command) => {
      const { lint } = await import('../actions/lint.ts');
      process.exitCode = lint(terminalOf(self), files, options);
    });
}
