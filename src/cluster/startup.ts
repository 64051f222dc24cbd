import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { sample, type Distribution, type WeightedValue } from '../kernel/distributions.ts';
import type { RandomStreams } from '../kernel/streams.ts';
import type { ReadyAfter } from '../world/cluster.ts';

/** The pod whose start-up is asked for. */
export interface StartingPod {
  readonly name: string;
  /** Its number among all pods ever made of its image, from 0. */
  readonly ordinal: number;
}

/**
 * Milliseconds from a pod's creation to readiness. A list is cycled: `[2000, 5000]` gives the third pod 2000. What is drawn depends on the
 * run's seed and the pod's name alone.
 */
export function readyAfterMs(readyAfter: ReadyAfter, pod: StartingPod, random: RandomStreams): number {
  if (readyAfter.form === 'list') return readyAfter.ms[pod.ordinal % readyAfter.ms.length] ?? 0;
  const drawn = sample(distributionOf(readyAfter.distribution), random.stream('pod-startup', pod.name));
  return Math.max(0, Math.round(drawn));
}

const read = new WeakMap<JsonObject, Distribution>();

/** Reads a distribution that is given as plain data (see src/kernel/distributions.ts). */
function distributionOf(data: JsonObject): Distribution {
  let distribution = read.get(data);
  if (distribution === undefined) read.set(data, (distribution = readDistribution(data)));
  return distribution;
}

function readDistribution(data: JsonObject): Distribution {
  const value = (name: string): number => numberOf(data[name], name);
  switch (data['kind']) {
    case 'constant':
      return { kind: 'constant', value: value('value') };
    case 'uniform':
      return { kind: 'uniform', min: value('min'), max: value('max') };
    case 'exponential':
      return { kind: 'exponential', mean: value('mean') };
    case 'truncated-normal':
      return {
        kind: 'truncated-normal',
        mean: value('mean'),
        standardDeviation: value('standardDeviation'),
        min: value('min'),
        max: value('max'),
      };
    case 'log-normal':
      return { kind: 'log-normal', median: value('median'), sigma: value('sigma') };
    case 'weibull':
      return { kind: 'weibull', scale: value('scale'), shape: value('shape') };
    case 'empirical':
      return { kind: 'empirical', values: weightedValues(data['values']) };
    default:
      throw new RangeError(`kind (=${JSON.stringify(data['kind'])}) should name a distribution`);
  }
}

function weightedValues(values: Json | undefined): readonly WeightedValue[] {
  if (!isJsonArray(values)) throw new RangeError('values should be a list');
  return values.map((item) => {
    const one: JsonObject = isJsonObject(item) ? item : {};
    return { value: numberOf(one['value'], 'value'), weight: numberOf(one['weight'], 'weight') };
  });
}

function numberOf(value: Json | undefined, name: string): number {
  if (typeof value !== 'number') throw new RangeError(`${name} (=${JSON.stringify(value)}) should be a number`);
  return value;
}
