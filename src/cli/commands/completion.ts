import type { Command } from 'commander';
import { terminalOf } from '../context.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

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
    .argument('<shell>', SHELLS.join(', '))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: string, _options: unknown, self: Command) => {
      const { completionScript } = await import('../actions/completion-scripts.ts');
      terminalOf(self).out(completionScript(shell));
    });
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[], _options: unknown, self: Command) => {
      const { completions } = await import('../actions/complete.ts');
      terminalOf(self).out(
        completions(program, words)
          .map((line) => `${line}\n`)
          .join(''),
      );
    });
}
