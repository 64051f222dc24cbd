import { ReconcileError } from '../../api/errors.ts';
import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { ApiServer } from '../../api/server.ts';
import { own } from '../../text/own.ts';
import { type CustomKind, type CustomObject, getCustom } from '../custom-objects.ts';
import { panicked } from '../reconcile-errors.ts';
import { nestedObject } from '../unstructured.ts';

/** Source: utils/defaults/defaults.go DefaultAppMeshCRDVersion. */
const APP_MESH_VERSIONS: CustomKind['apiVersions'] = ['appmesh.k8s.aws/v1beta2'];
export const APP_MESH_VIRTUAL_SERVICE: CustomKind = { kind: 'VirtualService', apiVersions: APP_MESH_VERSIONS };
export const APP_MESH_VIRTUAL_ROUTER: CustomKind = { kind: 'VirtualRouter', apiVersions: APP_MESH_VERSIONS };
export const APP_MESH_VIRTUAL_NODE: CustomKind = { kind: 'VirtualNode', apiVersions: APP_MESH_VERSIONS };

const ROUTE_TYPES = ['httpRoute', 'tcpRoute', 'http2Route', 'grpcRoute'] as const;

/** The rule of a route, and the field it stands in. */
export interface RouteRule {
  readonly type: string;
  readonly rule: JsonObject;
}

/**
 * Throws if the route is of a kind that cannot be split. Source: rollout/trafficrouting/appmesh/appmesh.go
 * GetRouteRule.
 */
export function getRouteRule(route: JsonObject): RouteRule {
  for (const type of ROUTE_TYPES) {
    const rule = nestedObject(route, type);
    if (rule !== undefined) return { type, rule };
  }
  throw new ReconcileError('Route has unsupported route type');
}

/**
 * The VirtualRouter behind a VirtualService. Source: rollout/trafficrouting/appmesh/resource_client.go
 * GetVirtualRouterCRForVirtualService.
 */
export function getVirtualRouterOf(api: ApiServer, { object }: CustomObject): CustomObject {
  const reference = routerReference(fieldsOf(object));
  if (reference === undefined) throw new ReconcileError('Virtual-service is not associated with virtual-router');
  const { name, namespace } = reference;
  if (typeof name !== 'string') throw panicked();
  const own = object.metadata.namespace ?? '';
  return getCustom(
    api,
    APP_MESH_VIRTUAL_ROUTER,
    typeof namespace === 'string' && namespace !== '' ? namespace : own,
    name,
  );
}

function routerReference(virtualService: JsonObject): JsonObject | undefined {
  let value: JsonObject = virtualService;
  for (const key of ['spec', 'provider', 'virtualRouter', 'virtualRouterRef']) {
    const inner = own(value, key);
    if (!isJsonObject(inner)) return undefined;
    value = inner;
  }
  return value;
}
