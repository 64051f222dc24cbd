import { ApiError } from '../../api/errors.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import {
  type CommandContext,
  CommandError,
  type Mention,
  type ReadyCommand,
  type RefusedArguments,
} from '../command.ts';
import { readTargets } from '../targets.ts';
import type { CommandWord } from '../words.ts';

/**
 * A command that does the same with every object of `TYPE/NAME...` or `TYPE NAME...`: an error does not keep the others from being dealt with.
 * Source: k8s.io/cli-runtime/pkg/resource ContinueOnError.
 */
export function forEachTarget(
  operands: readonly CommandWord[],
  send: (context: CommandContext, mention: Mention) => void,
): ReadyCommand | RefusedArguments {
  const targets = readTargets(operands);
  if (targets.mentions === undefined) return { refused: targets.unknown };
  return {
    mentions: targets.mentions,
    run: (context) => {
      const errors: string[] = [];
      for (const mention of targets.mentions) {
        try {
          send(context, mention);
        } catch (error) {
          if (!(error instanceof ApiError || error instanceof CommandError)) throw error;
          errors.push(error.message);
        }
      }
      if (errors.length > 0) throw new CommandError(errors.join('\n'));
    },
  };
}

/** The Deployment that is named; of another kind, `otherwise` is the error. */
export function deploymentOf(
  { api, namespace }: CommandContext,
  { kind, name }: Mention,
  otherwise: string,
): Deployment {
  if (kind !== 'Deployment') throw new CommandError(otherwise);
  return api.get(DEPLOYMENT, namespace, name.text);
}
