import type { Command } from 'commander';
import type { ExplainOptions } from '../actions/explain.ts';
import { CompletedArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse explain                              every rule, one a line
  rehearse explain canary.replicas.basic
  rehearse explain canary.replicas.basic --timeline reports/getting-started/timeline.jsonl`;

export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .summary('explain a rule that a timeline names')
    .description(
      'Prints a rule: what it says, an example, and where the reference has it. Without an argument: every rule.',
    )
    .addArgument(
      new CompletedArgument('[rule]', 'its id, as timelines name it in brackets', async () => {
        const { ruleIds } = await import('../actions/explain.ts');
        return ruleIds();
      }),
    );
  addOutputOption(command, 'the rule as data')
    .option('--timeline <file>', 'also where the rule decided in a saved timeline')
    .addHelpText('after', EXAMPLES)
    .action(async (rule: string | undefined, options: ExplainOptions, self: Command) => {
      const { explain } = await import('../actions/explain.ts');
      process.exitCode = explain(terminalOf(self), rule, options);
    });
}
