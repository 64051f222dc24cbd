import type { Json, JsonObject } from '../../src/api/json.ts';
import { isJsonObject } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { apiVersionOf, type KubeObject, type Resource } from '../../src/api/resources.ts';
import { type CommandResult, runCommand } from '../../src/plugin/run-command.ts';
import { TestClock } from '../api/test-clock.ts';

export const EPOCH_MS = 1_767_225_600_000;

/** A cluster without controllers, so that what a command sends stays as it was sent. */
export class TestCluster {
  readonly clock = new TestClock(EPOCH_MS + 1);
  readonly api = new MemoryServer({ clock: this.clock, freeze: true });
  readonly writes: string[] = [];

  constructor() {
    this.api.onChange(({ resource, after }) => {
      this.writes.push(`${resource.kind}/${after?.metadata.name ?? ''}`);
    });
  }

  /** Creates an object, and its status, if the manifest has one. */
  add(resource: Resource<KubeObject>, manifest: JsonObject): KubeObject {
    const decoded = this.api.decode({ apiVersion: apiVersionOf(resource), kind: resource.kind, ...manifest });
    const created = this.api.create(resource, decoded);
    const { namespace = '', name = '' } = created.metadata;
    const status = manifest['status'];
    const stored =
      status === undefined || !resource.statusSubresource
        ? created
        : this.api.patch(resource, namespace, name, { status }, { subresource: 'status' });
    this.writes.length = 0;
    return stored;
  }

  run(line: string, namespace?: string): CommandResult {
    return runCommand({ api: this.api, clock: this.clock }, line, namespace);
  }

  /** A value of an object: `spec`, or `spec.template.spec`. */
  valueOf(resource: Resource<KubeObject>, name: string, path: string): Json | undefined {
    const object = this.api.get(resource, 'default', name);
    let value: Json | undefined = isJsonObject(object) ? object : undefined;
    for (const key of path.split('.')) value = isJsonObject(value) ? value[key] : undefined;
    return value;
  }
}

/** A pod template with one container for each pair of name and image. */
export function template(
  containers: Readonly<Record<string, string>>,
  labels: JsonObject = { app: 'shop' },
): JsonObject {
  return {
    metadata: { labels },
    spec: { containers: Object.entries(containers).map(([name, image]) => ({ name, image })) },
  };
}
