import type { JsonObject } from '../../../src/api/json.ts';
import { DEPLOYMENT, POD, REPLICA_SET } from '../../../src/api/resources.ts';
import type { Deployment, ReplicaSet } from '../../../src/api/shape/apps.ts';
import { runCommand } from '../../../src/plugin/run-command.ts';
import { RECORDING_RULES } from '../../../src/simulation/recording/world.ts';
import { Simulation } from '../../../src/simulation/simulation.ts';
import type { World } from '../../../src/world/world.ts';

const SECOND_MS = 1000;
const EPOCH_MS = 1_767_225_600_000;

export const LABELS = { app: 'shop' };

/** A Deployment `shop` of the image `shop:1`. */
export function manifest(spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop', ...metadata },
    spec: { replicas: 3, selector: { matchLabels: LABELS }, template: podTemplate('shop:1'), ...spec },
  };
}

export function podTemplate(image: string): JsonObject {
  const resources = { requests: { cpu: '100m' } };
  return { metadata: { labels: LABELS }, spec: { containers: [{ name: 'shop', image, resources }] } };
}

/** Kubernetes' own controllers; pods are ready after two seconds, those of the image `broken` never. */
function worldOf(manifests: readonly JsonObject[]): World {
  return {
    name: 'shop',
    title: 'shop',
    seed: 1,
    epochMs: EPOCH_MS,
    rules: { ...RECORDING_RULES, podDeletion: 'kubernetes', workloads: 'kubernetes', defaults: 'kubernetes' },
    cluster: {
      default: { readyAfter: { form: 'list', ms: [2 * SECOND_MS] } },
      images: { broken: { readyAfter: { form: 'list', ms: [0] }, never: 'ImagePullBackOff' } },
      nodes: [],
    },
    manifests,
    script: [],
    until: { ms: 3600 * SECOND_MS },
    limitMs: 3600 * SECOND_MS,
  };
}

/** A cluster with a shop in it. */
export class Shop {
  readonly simulation: Simulation;

  constructor(...manifests: readonly JsonObject[]) {
    this.simulation = new Simulation(this.change(worldOf(manifests)), { freeze: true });
    this.simulation.start();
  }

  /** Lets kinds of shops have other worlds. */
  protected change(world: World): World {
    return world;
  }

  /** Lets time go on to a second of the run. */
  until(second: number): this {
    const { simulation } = this;
    const untilMs = EPOCH_MS + 1 + second * SECOND_MS;
    while (simulation.step(untilMs));
    simulation.scheduler.advance(untilMs);
    simulation.settle();
    return this;
  }

  run(line: string): { readonly output: string; readonly error?: string } {
    const { api, scheduler } = this.simulation;
    const result = runCommand({ api, clock: scheduler }, `kubectl ${line}`);
    this.simulation.settle();
    return result;
  }

  patch(patch: JsonObject, name = 'shop'): void {
    this.simulation.api.patch(DEPLOYMENT, 'default', name, patch);
    this.simulation.settle();
  }

  get deployment(): Deployment {
    return this.simulation.api.get(DEPLOYMENT, 'default', 'shop');
  }

  /** Oldest first. */
  get replicaSets(): readonly ReplicaSet[] {
    const age = ({ metadata }: ReplicaSet): string => `${metadata.creationTimestamp ?? ''} ${metadata.uid ?? ''}`;
    return [...this.simulation.api.list(REPLICA_SET)].sort((a, b) => (age(a) < age(b) ? -1 : 1));
  }

  /** How many pods each ReplicaSet asks for, oldest first. */
  get sizes(): readonly number[] {
    return this.replicaSets.map(({ spec }) => spec.replicas ?? 0);
  }

  get pods(): number {
    return this.simulation.api.list(POD).length;
  }

  /** Events of a reason: their messages. */
  messages(reason: string): readonly string[] {
    return this.simulation.recorder.entries.flatMap((entry) =>
      entry.kind === 'event' && entry.reason === reason ? [entry.message] : [],
    );
  }

  condition(type: string): string | undefined {
    const found = this.deployment.status.conditions?.find((condition) => condition.type === type);
    return found === undefined ? undefined : `${found.status} ${found.reason ?? ''}`;
  }
}
