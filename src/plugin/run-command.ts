import type { Clock } from '../api/clock.ts';
import { ApiError } from '../api/errors.ts';
import { Reference } from '../api/reference.ts';
import type { ApiServer } from '../api/server.ts';
import { CommandError } from './command.ts';
import { problemText } from './problem.ts';
import { type CommandReading, readCommand } from './read-command.ts';

/** What commands are carried out against. */
export interface CommandEnv {
  /** The version of the plugin; absent: the default one. */
  readonly reference?: Reference;
  readonly api: ApiServer;
  readonly clock: Clock;
}

export interface CommandResult {
  /** Standard output; what was written before an error stays. */
  readonly output: string;
  /** The message of the plugin, of kubectl, or of the API server, without `error: `. */
  readonly error?: string;
}

/**
 * Carries out a command line as the kubectl plugin and kubectl do. `namespace` is that of the kubectl context; the flag -n goes
 * before it.
 */
export function runCommand(env: CommandEnv, line: string, namespace = 'default'): CommandResult {
  return runReading(env, readCommand(line), namespace);
}

/** As `runCommand`, for a line that was read already. */
export function runReading(env: CommandEnv, reading: CommandReading, namespace: string): CommandResult {
  if (reading.command === undefined) {
    const [problem] = reading.problems;
    return { output: '', error: problem === undefined ? 'nothing to do' : problemText(problem) };
  }
  const texts: string[] = [];
  try {
    reading.ready.run({
      reference: env.reference ?? new Reference(),
      api: env.api,
      nowMs: env.clock.nowMs(),
      namespace: reading.namespace ?? namespace,
      print: (text) => texts.push(text),
    });
    return { output: texts.join('') };
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof CommandError)) throw error;
    return { output: texts.join(''), error: error.message };
  }
}
