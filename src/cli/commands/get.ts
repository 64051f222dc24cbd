import type { Command } from 'commander';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addViewOptions, addWorldOptions, type ViewOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse get rollout rollouts-demo --at 22s scenarios/getting-started
  rehearse get rollout rollouts-demo --watch --speed 20x scenarios/getting-started`;

/** The kinds that `get` shows, with the other words that kubectl and the plugin take for them. */
const KINDS = [
  { kind: 'Rollout', aliases: ['ro', 'rollouts'], about: 'a rollout with its revisions, ReplicaSets and pods' },
  { kind: 'Deployment', aliases: ['deploy', 'deployments'], about: 'a deployment with its revisions and pods' },
  { kind: 'Experiment', aliases: ['exp', 'experiments'], about: 'an experiment with its ReplicaSets and analyses' },
  { kind: 'AnalysisRun', aliases: ['ar', 'analysisruns'], about: 'an AnalysisRun with its measurements' },
] as const;

export function addGetCommand(program: Command): void {
  const get = program
    .command('get')
    .summary('show a workload at any moment')
    .description('Shows a workload as kubectl argo rollouts get does, at any moment of the run.');
  for (const { kind, aliases, about } of KINDS) {
    const command = get
      .command(kind.toLowerCase())
      .aliases(aliases)
      .summary(about)
      .description(`Shows ${about}.`)
      .argument('<name>', `the ${kind.toLowerCase()}`)
      .addArgument(pathsArgument());
    addOutputOption(addViewOptions(addWorldOptions(command)), 'the object itself')
      .addHelpText('after', EXAMPLES)
      .action(async (name: string, paths: readonly string[], options: ViewOptions, self: Command) => {
        const { get: show } = await import('../actions/get.ts');
        process.exitCode = await show(terminalOf(self), kind, name, paths, options);
      });
  }
}
