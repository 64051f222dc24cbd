import { ROLLOUT } from '../../api/resources.ts';
import { statusLine } from '../../plugin/views/status.ts';
import { EXIT } from '../exit-codes.ts';
import { namespaceOf } from '../../session/find-object.ts';
import type { ViewOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { viewOrError } from '../../session/instant.ts';
import { view } from './view.ts';

/** `status NAME`: one line, and the plugin's error if the rollout is Degraded. */
export async function status(
  terminal: Terminal,
  name: string,
  paths: readonly string[],
  options: ViewOptions,
): Promise<number> {
  return view(terminal, paths, options, (timeline) => {
    const namespace = namespaceOf(timeline, ROLLOUT, name, options.namespace);
    return {
      text: ({ reader }) => viewOrError(() => `${statusLine(reader, { namespace, name }).text}\n`),
      json: ({ reader }) => {
        const { phase = '', message = '' } = reader.find(ROLLOUT, namespace, name)?.status ?? {};
        return { namespace, name, phase, message };
      },
      exit: ({ reader }) => {
        if (reader.find(ROLLOUT, namespace, name) === undefined) return EXIT.notAsExpected;
        const { error } = statusLine(reader, { namespace, name });
        if (error === undefined) return EXIT.asExpected;
        terminal.err(`Error: ${error}\n`);
        return EXIT.notAsExpected;
      },
    };
  });
}
