import type { Command } from 'commander';
import type { QueryOptions } from '../actions/query.ts';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addWorldOptions } from '../options.ts';
import { timeMs } from '../values.ts';

const EXAMPLES = `
Examples:
  rehearse query 'sum by (destination_version) (rate(istio_requests_total[1m]))' --at 3m scenarios/bad-canary
  rehearse query 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))' \\
      --start 2m --end 6m --step 30s scenarios/bad-canary`;

export function addQueryCommand(program: Command): void {
  const command = program
    .command('query')
    .summary('ask the simulated Prometheus')
    .description(
      'Answers PromQL over what Prometheus would have scraped in the run: at one time, or over a stretch of it.',
    )
    .argument('<promql>', 'the query')
    .addArgument(pathsArgument());
  addOutputOption(addWorldOptions(command), "the answer as Prometheus' HTTP API gives it")
    .option('--at <time>', 'the time of the run to ask at, such as 4m; the end unless given', timeMs)
    .option('--start <time>', 'ask over a stretch of the run from this time on', timeMs)
    .option('--end <time>', 'until this time; the end of the run unless given', timeMs)
    .option('--step <time>', 'resolution of the range; 15s unless given', timeMs)
    .addHelpText('after', EXAMPLES)
    .action(async (text: string, paths: readonly string[], options: QueryOptions, self: Command) => {
      const { query } = await import('../actions/query.ts');
      process.exitCode = query(terminalOf(self), text, paths, options);
    });
}
