import { ApiError, ReconcileError } from '../../api/errors.ts';
import type { Json } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { Reference } from '../../api/reference.ts';
import type { KubeObject } from '../../api/resources.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { IstioVirtualService } from '../../api/shape/traffic-routing.ts';
import type { ReferencedObject } from '../definition.ts';
import { ROUTING } from '../referenced.ts';
import {
  type Protocol,
  rawRoutes,
  readHttpRoutes,
  readTcpRoutes,
  readTlsRoutes,
  virtualServiceNamespaceName,
} from './routes.ts';
import { validateHttpRoutes, validateTcpRoutes, validateTlsRoutes } from './validate-routes.ts';
import { type FieldError, internalError, invalid } from '../../api/field-error.ts';

const ISTIO = `${ROUTING}.istio`;

/** Exactly one of virtualService and virtualServices. Source: ValidateRolloutVirtualServicesConfig. */
export function validateVirtualServicesConfig(rollout: Rollout): FieldError | undefined {
  const istio = rollout.spec.strategy.canary?.trafficRouting?.istio;
  if (istio === undefined) return undefined;
  if ((istio.virtualServices === undefined) !== (istio.virtualService === undefined)) return undefined;
  return internalError(ISTIO, 'either VirtualService or VirtualServices must be configured');
}

export interface NamedVirtualServices {
  readonly field: string;
  readonly references: readonly IstioVirtualService[];
}

/** The VirtualServices that a rollout names, and the field in which. */
export function namedVirtualServices(rollout: Rollout): NamedVirtualServices {
  const { virtualService, virtualServices } = rollout.spec.strategy.canary?.trafficRouting?.istio ?? {};
  if (virtualServices !== undefined) return { field: `${ISTIO}.virtualServices.name`, references: virtualServices };
  const references = virtualService === undefined ? [] : [virtualService];
  return { field: `${ISTIO}.virtualService.name`, references };
}

/** What is wrong with the routes of a protocol; undefined if nothing is. */
function routesError(protocol: Protocol, read: () => void, validate: () => void): string | undefined {
  const name = protocol.toUpperCase();
  try {
    read();
  } catch (error) {
    if (error instanceof ApiError) return `Unable to get ${name} routes for Istio VirtualService`;
    throw error;
  }
  try {
    validate();
  } catch (error) {
    if (!(error instanceof ReconcileError)) throw error;
    return `Istio VirtualService has invalid ${name} routes. Error: ${error.message}`;
  }
  return undefined;
}

/** Its routes must be there and lead to both sides. Source: ValidateVirtualService. */
function validateVirtualService(rollout: Rollout, object: KubeObject, version: Reference): FieldError[] {
  if (rollout.spec.strategy.canary?.trafficRouting?.istio === undefined) {
    const detail = 'Rollout object is not configured with Istio traffic routing';
    return [invalid(ISTIO, rollout.metadata.name ?? '', detail)];
  }
  const { field, references } = namedVirtualServices(rollout);
  const reference = references.find(
    (candidate) => virtualServiceNamespaceName(version, candidate.name).name === (object.metadata.name ?? ''),
  );
  if (reference === undefined) return [];
  const { name } = virtualServiceNamespaceName(version, reference.name);
  const fields = fieldsOf(object);
  const { routes = [], tlsRoutes = [], tcpRoutes = [] } = reference;
  const checks: readonly (readonly [Protocol, (raw: readonly Json[]) => void, (raw: readonly Json[]) => void])[] = [
    ['http', readHttpRoutes, (raw) => validateHttpRoutes(rollout, routes, readHttpRoutes(raw))],
    ['tls', readTlsRoutes, (raw) => validateTlsRoutes(rollout, tlsRoutes, readTlsRoutes(raw))],
    ['tcp', readTcpRoutes, (raw) => validateTcpRoutes(rollout, tcpRoutes, readTcpRoutes(raw))],
  ];
  const found = checks.flatMap(([protocol, read, validate]) => {
    const raw = rawRoutes(fields, protocol);
    return raw === undefined
      ? []
      : [
          routesError(
            protocol,
            () => read(raw),
            () => validate(raw),
          ),
        ];
  });
  if (found.length === 0) {
    return [invalid(field, name, 'Unable to get any of the HTTP, TCP or TLS routes for the Istio VirtualService')];
  }
  return found.flatMap((detail) => (detail === undefined ? [] : [invalid(field, name, detail)]));
}

export const referencedVirtualService = (object: KubeObject, version: Reference): ReferencedObject => ({
  object,
  validate: (rollout) => validateVirtualService(rollout, object, version),
});
