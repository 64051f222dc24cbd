import type { Command } from 'commander';
import { CompletedArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';

/** Scripts for the shells, loaded when they are needed. */
const scripts = () => import('../actions/completion-scripts.ts');

const EXAMPLES = `
Examples:
  source <(rehearse completion bash)                                     in ~/.bashrc
  source <(rehearse completion zsh)                                      in ~/.zshrc
  rehearse completion fish > ~/.config/fish/completions/rehearse.fish`;

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script that completes commands, options, rules and files in your shell.')
    .addArgument(new CompletedArgument('<shell>', 'bash, zsh or fish', async () => (await scripts()).SHELLS))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: string, _options: unknown, self: Command) => {
      const { completionScript } = await scripts();
      terminalOf(self).out(completionScript(shell));
    });
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[], _options: unknown, self: Command) => {
      const { completions } = await import('../actions/complete.ts');
      const lines = await completions(program, words);
      terminalOf(self).out(lines.map((line) => `${line}\n`).join(''));
    });
}
