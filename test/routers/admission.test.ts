import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { refuseRouterObject } from '../../src/routers/admission.ts';
import { TestWorld } from '../traffic/world.ts';

const { api } = new TestWorld();

function write(apiVersion: string, kind: string, spec: JsonObject): void {
  const object = api.decode({ apiVersion, kind, metadata: { name: 'shop' }, spec });
  refuseRouterObject(api.resourceFor(apiVersion, kind), object);
}

const virtualService = (...weights: readonly number[]): void =>
  write('networking.istio.io/v1', 'VirtualService', {
    http: [{ route: weights.map((weight) => ({ destination: { host: 'shop' }, weight })) }],
  });

const httpRoute = (weight: number): void =>
  write('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ backendRefs: [{ name: 'shop', weight }] }] });

describe('objects of routers', () => {
  it('of Istio have weights from 0 to 100, and not all of them 0', () => {
    const denied = 'admission webhook "validation.istio.io" denied the request: configuration is invalid: ';
    for (const weights of [[100, 0], [0], [50, 50], []]) expect(() => virtualService(...weights)).not.toThrow();
    expect(() => virtualService(200, 0)).toThrow(`${denied}percentage 200 is not in range 0..100`);
    expect(() => virtualService(200, -100)).toThrow(`${denied}2 errors occurred: `);
    expect(() => virtualService(0, 0)).toThrow(`${denied}total destination weight = 0`);
  });

  it('of the Gateway API have the weights that their CRD allows', () => {
    for (const weight of [0, 1, 1_000_000]) expect(() => httpRoute(weight)).not.toThrow();
    const path = 'spec.rules[0].backendRefs[0].weight';
    expect(() => httpRoute(-1)).toThrow(
      `${path}: Invalid value: -1: ${path} in body should be greater than or equal to 0`,
    );
    expect(() => httpRoute(1_000_001)).toThrow(`${path} in body should be less than or equal to 1e+06`);
  });
});
