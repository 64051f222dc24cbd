import type { JsonObject } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { type KubeObject, POD } from '../../src/api/resources.ts';
import type { ApiServer } from '../../src/api/server.ts';
import { DEFAULT_BUCKETS_MS, type FlowSpec, type TrafficSpec, type VersionBehaviour } from '../../src/world/traffic.ts';
import type { ClusterView } from '../../src/traffic/pods.ts';
import type { TrafficModel } from '../../src/traffic/traffic-model.ts';
import type { TrafficWindow } from '../../src/traffic/window.ts';
import { TestClock } from '../api/test-clock.ts';

/** A small cluster without controllers: tests say what lies in it. */
export class TestWorld {
  readonly api: ApiServer = new MemoryServer({ clock: new TestClock(1_767_225_600_001), freeze: true });

  create(manifest: JsonObject): KubeObject {
    const object = this.api.decode(manifest);
    return this.api.create(this.api.resourceFor(object.apiVersion ?? '', object.kind ?? ''), object);
  }

  merge(apiVersion: string, kind: string, name: string, patch: JsonObject): void {
    this.api.patch(this.api.resourceFor(apiVersion, kind), 'default', name, patch);
  }

  service(name: string, selector: Readonly<Record<string, string>>): void {
    this.create({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector, ports: [{ port: 80 }] } });
  }

  /** Pods of one revision, ready unless told otherwise. */
  pods(revision: string, image: string, count: number, ready = true): readonly string[] {
    return Array.from({ length: count }, (_, index) => {
      const name = `${revision}-${index}`;
      const labels = { app: 'demo', 'rollouts-pod-template-hash': revision };
      this.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels },
        spec: { containers: [{ name: 'app', image }] },
      });
      this.ready(name, ready);
      return name;
    });
  }

  ready(name: string, ready: boolean): void {
    const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
    this.api.patch(POD, 'default', name, { status: { conditions } }, { subresource: 'status' });
  }

  onNode(name: string, nodeName: string): void {
    this.api.patch(POD, 'default', name, { spec: { nodeName } });
  }

  view(lostNodes: ReadonlySet<string>): ClusterView {
    const { api } = this;
    return {
      find: (resource, namespace, name) => api.find(resource, namespace, name),
      list: (resource, namespace) => api.list(resource, namespace),
      resourceFor: (apiVersion, kind) => api.resourceFor(apiVersion, kind),
      lostNodes,
    };
  }

  deletePod(name: string): void {
    this.api.delete(POD, 'default', name);
  }

  rollout(canary: JsonObject, name = 'demo'): void {
    this.create({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name },
      spec: {
        selector: { matchLabels: { app: 'demo' } },
        template: { metadata: { labels: { app: 'demo' } }, spec: { containers: [{ name: 'app', image: 'demo:v1' }] } },
        strategy: { canary },
      },
    });
  }
}

export const BEHAVIOUR: VersionBehaviour = {
  latency: { kind: 'constant', value: 20 },
  errors: { rates: [], code: '500' },
  drainMs: 0,
  dependsOn: [],
};

export const FLOW: FlowSpec = {
  name: 'web',
  namespace: 'default',
  to: { rollout: 'demo' },
  arrivals: { kind: 'constant', perSecond: 1000 },
  method: 'GET',
  path: '/',
  headers: [],
  retries: { attempts: 0, on: [] },
};

export function trafficSpec(spec: Partial<TrafficSpec>): TrafficSpec {
  return {
    flows: [FLOW],
    propagation: { endpointsMs: 0, routerMs: 0 },
    images: {},
    default: BEHAVIOUR,
    dependencies: {},
    bucketsMs: DEFAULT_BUCKETS_MS,
    ...spec,
  };
}

/** As `DEFAULT_OBSERVATION`: cells of a scrape, steps of a second. */
export const GRID = { cellMs: 15_000, stepMs: 1000 };

/** The window [fromMs, toMs) over the objects as they lie now. */
export function step(model: TrafficModel, fromMs: number, toMs: number, view: ClusterView): TrafficWindow {
  model.observe(fromMs, view);
  return model.close(toMs);
}
