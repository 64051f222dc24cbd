import type { Arguments, CommandContext, NamedKind, ReadyCommand } from '../command.ts';

/** A command that does the same with every object that it names, one after the other: an error stops it there. */
export function forEachName(
  args: Arguments,
  kind: NamedKind,
  send: (context: CommandContext, name: string) => void,
): ReadyCommand {
  return {
    mentions: args.operands.map((name) => ({ kind, name })),
    run: (context) => {
      for (const { text } of args.operands) send(context, text);
    },
  };
}
