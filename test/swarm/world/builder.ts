import type { Json, JsonObject } from '../../../src/api/json.ts';
import { streams } from '../../../src/kernel/streams.ts';
import { Draw } from './draw.ts';
import { type Feature, Features } from './features.ts';

/** A workload that the script acts on. */
export interface App {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'Rollout' | 'Deployment';
  /** The Deployment that a Rollout takes its template from. */
  readonly workload?: string;
  /** Images of its versions; the manifests have the first. */
  readonly images: readonly string[];
  readonly steps: number;
  /** Where callers send requests. */
  readonly flow: JsonObject;
  /** Names of the objects that it refers to, by kind and apiVersion. */
  readonly references: readonly ObjectName[];
}

export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** Collects the parts of one random world. */
export class WorldBuilder {
  readonly seed: number;
  readonly features: Features;
  readonly documents: JsonObject[] = [];
  readonly apps: App[] = [];
  readonly images = new Map<string, JsonObject>();
  readonly metrics = new Map<string, Json>();
  readonly series = new Map<string, Json>();
  readonly jobs = new Map<string, JsonObject>();
  readonly utilisation = new Map<string, Json>();
  readonly flows: JsonObject[] = [];
  readonly script: JsonObject[] = [];
  /** Manifest files beside the first one, by name. */
  readonly files = new Map<string, readonly JsonObject[]>();
  readonly #streams;

  constructor(seed: number) {
    this.seed = seed;
    this.#streams = streams(`swarm ${seed}`);
    this.features = new Features(this.draw('features'));
  }

  /** Draws of one purpose: more draws for one purpose do not change those for another. */
  draw(...purpose: readonly string[]): Draw {
    return new Draw(this.#streams.stream(...purpose));
  }

  rate(feature: Feature): number {
    return this.features.rate(feature);
  }

  add(...documents: readonly JsonObject[]): void {
    this.documents.push(...documents);
  }
}

/** A manifest; a namespace only if it is not `default`. */
export function manifest(
  apiVersion: string,
  kind: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  spec: JsonObject,
): JsonObject {
  return { apiVersion, kind, metadata: namespace === 'default' ? { name } : { name, namespace }, spec };
}

/** Durations of very different size, some between two instants of the clock. */
export function duration(draw: Draw): string {
  return draw.pick(['0s', '100ms', '250ms', '1s', '2s', '5s', '7s', '10s', '12.5s', '30s', '1m', '1m30s']);
}
