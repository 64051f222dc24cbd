import type { Command } from 'commander';
import { terminalOf } from '../context.ts';
import { addOutputOption, type OutputFormat } from '../options.ts';

export interface ExplainOptions {
  readonly output: OutputFormat;
}

const EXAMPLES = `
Examples:
  rehearse explain                              every rule, one a line
  rehearse explain canary.replicas.basic`;

export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .summary('explain a rule that a timeline names')
    .description(
      'Prints a rule: what it says, an example, and where the reference has it. Without an argument: every rule.',
    )
    .argument('[rule]', 'its id, as timelines name it in brackets');
  addOutputOption(command, 'the rule as data')
    .addHelpText('after', EXAMPLES)
    .action(async (rule: string | undefined, options: ExplainOptions, self: Command) => {
      const { explain } = await import('../actions/explain.ts');
      process.exitCode = explain(terminalOf(self), rule, options);
    });
}
