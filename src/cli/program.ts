import { Command } from 'commander';
import { addCompareCommand } from './commands/compare.ts';
import { addAppCommand } from './commands/app.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addDrillCommand } from './commands/drill.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addExportCommand } from './commands/export.ts';
import { addGetCommand } from './commands/get.ts';
import { addLintCommand } from './commands/lint.ts';
import { addListCommand } from './commands/list.ts';
import { addQueryCommand } from './commands/query.ts';
import { addRunCommand } from './commands/run.ts';
import { addTestCommand } from './commands/test.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTrafficCommand } from './commands/traffic.ts';
import { addValidateCommand } from './commands/validate.ts';
import { widthValue } from './values.ts';
import { REFERENCE, VERSION } from '../session/version.ts';

/** Every command, in the order of the help. What a command does is loaded only when it is called, so that --help is quick. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  addRunCommand,
  addTestCommand,
  addCompareCommand,
  addDrillCommand,
  addGetCommand,
  addListCommand,
  addAppCommand,
  addTrafficCommand,
  addQueryCommand,
  addExportCommand,
  addStatusCommand,
  addValidateCommand,
  addLintCommand,
  addExplainCommand,
  addCompletionCommand,
];

const HELP = `
Examples:
  rehearse run scenarios/getting-started
  rehearse rollout.yaml --set-image app=repo/app:v2
  helm template . | rehearse - --set-image app=repo/app:v2
  rehearse get rollout rollouts-demo --at 22s scenarios/getting-started
  rehearse test scenarios
  rehearse compare scenarios/canary-nginx
  rehearse drill rollout.yaml --set-image app=repo/app:v2
  rehearse query 'up' --at 3m scenarios/bad-canary
  rehearse explain canary.replicas.basic

Exit status:
  0 as expected   1 an expectation broke, status of a Degraded rollout, a finding of lint
  2 bad input or usage   70 a fault of Rehearse itself`;

/** The command line as a tree of commands. */
export function buildProgram(): Command {
  const program = new Command('rehearse')
    .description('Rehearse Argo Rollouts strategies on a simulated clock, before production.')
    .usage('[command] [options] [paths...]')
    .version(`rehearse ${VERSION} (${REFERENCE})`, '-V, --version')
    .option('--no-color', 'no colours; so does NO_COLOR in the environment')
    .option('--width <columns>', 'columns to write in; the width of the terminal unless given', widthValue)
    .showHelpAfterError('(rehearse --help shows how)')
    .exitOverride()
    .addHelpText('after', HELP);
  for (const register of COMMANDS) register(program);
  return program;
}
