import type { ObjectReader } from '../../api/reader.ts';
import { SERVICE } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { Rollout } from '../../api/shape/rollout.ts';

export type ServiceRole = 'active' | 'preview' | 'stable' | 'canary';

/** A Service that a rollout switches between its versions. */
export interface RolloutService {
  readonly role: ServiceRole;
  readonly name: string;
}

/** A Service now selects the pods of another version. */
export interface ServiceSwitch extends RolloutService {
  /** Pod-template hashes. */
  readonly from: string;
  readonly to: string;
}

/** The Services that the strategy of a rollout names, each once, the one that callers use first. */
export function servicesOf(rollout: Rollout | undefined): readonly RolloutService[] {
  const { blueGreen, canary } = rollout?.spec.strategy ?? {};
  const named: readonly (readonly [ServiceRole, string | undefined])[] = [
    ['active', blueGreen?.activeService],
    ['preview', blueGreen?.previewService],
    ['stable', canary?.stableService],
    ['canary', canary?.canaryService],
  ];
  const services = named.flatMap(([role, name]) => (name === undefined || name === '' ? [] : [{ role, name }]));
  return services.filter(({ name }, index) => services.findIndex((other) => other.name === name) === index);
}

/** The hash of the version whose pods a Service selects; undefined before the controller has chosen one. */
export function versionOfService(reader: ObjectReader, namespace: string, name: string): string | undefined {
  return reader.find(SERVICE, namespace, name)?.spec.selector?.[POD_TEMPLATE_HASH_LABEL];
}

/** The Services of a rollout that select another version in `after` than in `before`. */
export function serviceSwitches(
  rollout: Rollout | undefined,
  namespace: string,
  before: ObjectReader,
  after: ObjectReader,
): readonly ServiceSwitch[] {
  return servicesOf(rollout).flatMap((service) => {
    const from = versionOfService(before, namespace, service.name);
    const to = versionOfService(after, namespace, service.name);
    return from === undefined || to === undefined || from === to ? [] : [{ ...service, from, to }];
  });
}
