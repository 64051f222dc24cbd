import type { Application, Operation } from '../../api/argocd/application.ts';
import { APPLICATION } from '../../api/argocd/resources.ts';
import { isJsonObject } from '../../api/json.ts';
import type { ApiServer } from '../../api/server.ts';
import { CommandError } from '../command.ts';

/** Who types the commands of a rehearsal. */
export const USER = 'admin';

/** Asks for an operation, unless one is under way. Source: util/argo/argo.go SetAppOperation */
export function setOperation(api: ApiServer, { metadata }: Application, operation: Operation): void {
  const { namespace = '', name = '' } = metadata;
  if (api.get(APPLICATION, namespace, name).operation !== undefined) {
    throw new CommandError('error setting app operation: another operation is already in progress');
  }
  const wanted = isJsonObject(operation) ? operation : {};
  api.patch(APPLICATION, namespace, name, { operation: wanted, status: { operationState: null } });
}
