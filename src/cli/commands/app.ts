import type { Command } from 'commander';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addViewOptions, addWorldOptions, type ViewOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse app get shop --at 3m scenarios/argocd-success
  rehearse app history shop scenarios/argocd-success`;

/** What the views of Argo CD show. */
const VIEWS = [
  { name: 'get', about: 'an Application with its objects' },
  { name: 'history', about: 'the revisions that an Application was synced to' },
] as const;

export function addAppCommand(program: Command): void {
  const app = program
    .command('app')
    .summary('show an Application of Argo CD at any moment')
    .description('Shows what argocd app get and argocd app history show, at any moment of the run.');
  for (const { name, about } of VIEWS) {
    const command = app
      .command(name)
      .summary(about)
      .description(`Shows ${about}.`)
      .argument('<name>', 'the Application')
      .addArgument(pathsArgument());
    addOutputOption(addViewOptions(addWorldOptions(command)), 'the object itself')
      .addHelpText('after', EXAMPLES)
      .action(async (application: string, paths: readonly string[], options: ViewOptions, self: Command) => {
        const { app: show } = await import('../actions/app.ts');
        process.exitCode = await show(terminalOf(self), name, application, paths, options);
      });
  }
}
