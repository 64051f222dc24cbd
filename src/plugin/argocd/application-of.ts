import type { Application } from '../../api/argocd/application.ts';
import { APPLICATION, ARGO_CD_NAMESPACE } from '../../api/argocd/resources.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { type Arguments, CommandError, type Flag, type VerbWord, word } from '../command.ts';
import { TEXT } from '../flag-values.ts';

/** The words of a command of the argocd program. */
export function appCommand(...words: readonly VerbWord[]): readonly VerbWord[] {
  return [word('app'), ...words];
}

export const APP_NAMESPACE: Flag = {
  name: 'app-namespace',
  short: 'N',
  about: 'The namespace of the Application.',
  value: TEXT,
};

/** Names an Application. */
export interface ApplicationName {
  readonly namespace: string;
  readonly name: string;
}

/** `shop`, or `NAMESPACE/shop`. Source: util/argo/argo.go ParseFromQualifiedName */
export function applicationName(args: Arguments): ApplicationName {
  const text = args.operands[0]?.text ?? '';
  const slash = text.indexOf('/');
  const namespace = args.value('app-namespace') ?? ARGO_CD_NAMESPACE;
  return slash < 0 ? { namespace, name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

export function applicationOf(reader: ObjectReader, { namespace, name }: ApplicationName): Application {
  const app = reader.find(APPLICATION, namespace, name);
  if (app === undefined) throw new CommandError(`applications.argoproj.io "${name}" not found`);
  return app;
}
