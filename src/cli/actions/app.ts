import { APPLICATION } from '../../api/argocd/resources.ts';
import { applicationOf } from '../../plugin/argocd/application-of.ts';
import { applicationHistory } from '../../plugin/views/application-history.ts';
import { applicationView } from '../../plugin/views/application.ts';
import { EXIT } from '../exit-codes.ts';
import { namespaceOf } from '../../session/find-object.ts';
import type { ViewOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { type Instant, viewOrError } from '../../session/instant.ts';
import { view } from './view.ts';

/** `app get NAME`, `app history NAME`: what argocd prints. */
export async function app(
  terminal: Terminal,
  what: 'get' | 'history',
  name: string,
  paths: readonly string[],
  options: ViewOptions,
): Promise<number> {
  return view(terminal, paths, options, (timeline) => {
    const namespace = namespaceOf(timeline, APPLICATION, name, undefined);
    const text = ({ reader, nowMs }: Instant): string =>
      what === 'get'
        ? applicationView(reader, { namespace, name }, { nowMs, showOperation: true })
        : applicationHistory(applicationOf(reader, { namespace, name }));
    return {
      text: (instant) => viewOrError(() => text(instant)),
      json: ({ reader }) => reader.find(APPLICATION, namespace, name) ?? null,
      exit: ({ reader }) =>
        reader.find(APPLICATION, namespace, name) === undefined ? EXIT.notAsExpected : EXIT.asExpected,
    };
  });
}
