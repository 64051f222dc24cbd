import { type Command, type Flag, usageOf } from '../src/plugin/command.ts';
import { GLOBAL_FLAGS } from '../src/plugin/flag-values.ts';

const HEAD = `# Commands

What a \`run\` of the script may say: commands as people type them, carried out as the kubectl plugin of Argo Rollouts v1.9.1, kubectl v1.34, and argocd v3.5
carry them out, with the same messages. Flags are written as usual: \`--flag value\`, \`--flag=value\`, \`-f value\`.

This page is generated from the table of commands (\`npm run generate\`).
`;

/** docs/commands.md: every command with its other words and its flags. */
export function commandsReference(commands: readonly Command[]): string {
  const plugin = commands.filter(({ words }) => words[0]?.name === 'argo');
  const argocd = commands.filter(({ program }) => program === 'argocd');
  const kubectl = commands.filter((command) => !plugin.includes(command) && !argocd.includes(command));
  return [
    HEAD,
    `Every command takes ${GLOBAL_FLAGS.map(flagText).join(', ')}\n`,
    `## kubectl argo rollouts\n\n${plugin.map(commandSection).join('\n')}`,
    `## kubectl\n\n${kubectl.map(commandSection).join('\n')}`,
    `## argocd\n\n${argocd.map(commandSection).join('\n')}`,
  ].join('\n');
}

function commandSection(command: Command): string {
  const aliases = command.words.flatMap((word) =>
    word.aliases.length === 0 ? [] : [`\`${word.name}\` may be written ${word.aliases.map(code).join(' or ')}.`],
  );
  const flags = command.flags.map((flag) => `- ${flagText(flag)}`);
  const parts = [[command.about, ...aliases].join(' '), ...(flags.length === 0 ? [] : [flags.join('\n')])];
  return `### ${code(usageOf(command))}\n\n${parts.join('\n\n')}\n`;
}

function flagText({ name, short, about, value }: Flag): string {
  const written = value === undefined ? `--${name}` : `--${name}=VALUE`;
  const names = short === undefined ? code(written) : `${code(written)} or ${code(`-${short}`)}`;
  return value === undefined ? `${names}: ${about}` : `${names} (${value.about}): ${about}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
