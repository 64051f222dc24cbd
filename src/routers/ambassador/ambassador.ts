import { type FieldError, invalid } from '../../api/field-error.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { KubeObject } from '../../api/resources.ts';
import type { AmbassadorTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { getCustom } from '../custom-objects.ts';
import { defineRouter, type ReferencedObject, type RouterRules } from '../definition.ts';
import { ENVOY_SERIES } from '../envoy.ts';
import { numberIn, serviceOfHost, specOf, textIn } from '../fields.ts';
import { getReferenced, namespaceOf, refuse, ROUTING } from '../referenced.ts';
import { everything, type TrafficWorld } from '../route-table.ts';
import { head, type WriteStub } from '../stub.ts';
import { AMBASSADOR_MAPPING, AmbassadorRouter, canaryMappingName, mappingWeight } from './write.ts';

/** A Mapping and its canary Mapping, whose weight is a share of 100; the other gets the rest. */
function readRules(
  world: TrafficWorld,
  namespace: string,
  { mappings }: AmbassadorTrafficRouting,
): RouterRules | undefined {
  const name = mappings?.[0];
  const stable = name === undefined ? undefined : specOf(world, AMBASSADOR_MAPPING, namespace, name);
  if (name === undefined || stable === undefined) return undefined;
  const canary = specOf(world, AMBASSADOR_MAPPING, namespace, canaryMappingName(name));
  const weight = canary === undefined ? 0 : numberIn(canary, 'weight', 0);
  const target = (spec: typeof stable) =>
    serviceOfHost(
      textIn(spec, 'service')
        .replace(/^\w+:\/\//, '')
        .replace(/:\d+$/, ''),
      namespace,
    );
  const destinations = [{ target: target(stable), weight: 100 - weight }];
  if (canary !== undefined) destinations.push({ target: target(canary), weight });
  return { object: name, rules: [{ matches: everything, destinations }] };
}

/** A Mapping that a rollout copies has no weight of its own. Source: ValidateAmbassadorMapping. */
function validateMapping(object: KubeObject): FieldError[] {
  if (mappingWeight(fieldsOf(object)) === 0) return [];
  const { name = '' } = object.metadata;
  return [invalid('spec.weight', name, `Ambassador mapping "${name}" can not define weight`)];
}

export const referencedMapping = (object: KubeObject): ReferencedObject => ({
  object,
  validate: () => validateMapping(object),
});

const mapping: WriteStub = (request) => [
  ...head('getambassador.io/v2', request),
  'spec:',
  '  prefix: /',
  `  service: ${request.service}:80`,
];

export const ambassador = defineRouter<AmbassadorTrafficRouting>({
  name: 'ambassador',
  label: 'Ambassador',
  kinds: [AMBASSADOR_MAPPING],
  features: {},
  references: [{ kind: 'Mapping', path: ['ambassador', 'mappings', '*'], required: true, stub: mapping }],
  series: ENVOY_SERIES,
  config: (routing) => routing.ambassador,
  needsServices: () => true,
  write: (context, config) => [new AmbassadorRouter(context, config)],
  read: (world, { metadata: { namespace = '' } }, config) => readRules(world, namespace, config),
  // Source: rollout/controller.go getAmbassadorMappings.
  lookUp: (api, rollout, { mappings }) => {
    const field = `${ROUTING}.ambassador.mappings`;
    if (mappings === null || mappings.length === 0) {
      refuse(invalid(field, null, 'must provide at least one mapping'));
    }
    return (mappings ?? []).map((name) =>
      referencedMapping(
        getReferenced(field, name, () => getCustom(api, AMBASSADOR_MAPPING, namespaceOf(rollout), name)).object,
      ),
    );
  },
});
