import {
  type Application,
  application,
  type OperationState,
  operationState,
} from '../../../../src/api/argocd/application.ts';
import { ApiError } from '../../../../src/api/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { MemoryServer } from '../../../../src/api/memory-server.ts';
import type { KubeObject, Resource } from '../../../../src/api/resources.ts';
import type { WriteOptions } from '../../../../src/api/server.ts';
import { formatTime } from '../../../../src/api/times.ts';
import { compareAppState } from '../../../../src/controllers/argocd/comparison.ts';
import { keyOfObject, type ObjectKey, targetOf } from '../../../../src/controllers/argocd/objects.ts';
import { syncRound } from '../../../../src/controllers/argocd/sync-operation.ts';
import { jsonOf, listOf, numberOf, objectOf, shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

/** 2024-05-02T12:00:00Z, when the operations of the table start. */
const NOW_MS = 1_714_651_200_000;
const REVISION = '0123456789abcdef0123456789abcdef01234567';

const APP: Application = shaped(application, {
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: { project: 'default', source: { repoURL: '' }, destination: { namespace: 'shop' } },
});

const labelOf = (kind: string, name: string | undefined): string => `${kind}/${name ?? ''}`;

/** An API server that keeps account of the writes asked of it, and refuses those that a row says fail. */
class RecordingServer extends MemoryServer {
  readonly asked: string[] = [];
  readonly refused = new Map<string, string>();

  override create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    this.#record(resource, object);
    return super.create(resource, object, options);
  }

  override update<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    this.#record(resource, object);
    return super.update(resource, object, options);
  }

  override delete<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): void {
    this.asked.push(`delete ${labelOf(resource.kind, name)}`);
    super.delete(resource, namespace, name);
  }

  #record(resource: Resource<KubeObject>, { metadata }: KubeObject): void {
    const label = labelOf(resource.kind, metadata.name);
    this.asked.push(`apply ${label}`);
    const error = this.refused.get(label);
    if (error !== undefined) throw new ApiError('BadRequest', error);
  }
}

/** An object of a row, and what happens to it. */
interface Actor {
  readonly manifest: JsonObject;
  readonly git: boolean;
  readonly modified: Json | undefined;
  readonly then: readonly JsonObject[];
  readonly gone: number | undefined;
  /** The round in which it was applied last; 0: it was there before. */
  born: number | undefined;
}

function actorOf(value: Json): Actor {
  const { manifest, git, live, modified, then, gone } = objectOf(value);
  return {
    manifest: objectOf(manifest),
    git: git === true,
    modified,
    then: listOf(then).map(objectOf),
    gone: typeof gone === 'number' ? gone : undefined,
    born: live === true ? 0 : undefined,
  };
}

/** A run of the rounds of one operation. */
class Run {
  readonly api = new RecordingServer({ clock: { nowMs: () => NOW_MS } });
  readonly #actors: readonly Actor[];
  readonly #live: { readonly key: ObjectKey; readonly object: KubeObject }[] = [];
  state: OperationState;

  constructor(input: JsonObject) {
    const { prune, pruneLast, skipHooks, dryRun, applyOutOfSyncOnly } = objectOf(input['settings']);
    const options = [
      ...(pruneLast === true ? ['PruneLast=true'] : []),
      ...(applyOutOfSyncOnly === true ? ['ApplyOutOfSyncOnly=true'] : []),
    ];
    const sync = {
      prune,
      dryRun,
      syncOptions: options,
      syncStrategy: skipHooks === true ? { apply: {} } : { hook: {} },
    };
    const operation = { sync, initiatedBy: {}, retry: {} };
    const syncResult = { revision: REVISION };
    const startedAt = formatTime(NOW_MS);
    this.state = shaped(operationState, { operation, phase: 'Running', startedAt, syncResult });
    this.#actors = listOf(input['objects']).map(actorOf);
    for (const actor of this.#actors) {
      const object = this.api.decode(targetOf(this.api, APP, actor.manifest));
      if (actor.born === undefined) continue;
      const resource = this.#resourceOf(actor);
      const stored = MemoryServer.prototype.create.call(this.api, resource, object);
      this.#live.push({ key: keyOfObject(resource, stored), object: stored });
    }
    for (const object of listOf(input['objects']).map(objectOf)) {
      const { kind, metadata } = objectOf(object['manifest']);
      const name = objectOf(metadata)['name'];
      if (object['error'] !== undefined) {
        this.api.refused.set(labelOf(textOf(kind), textOf(name)), textOf(object['error']));
      }
    }
  }

  #resourceOf({ manifest }: Actor): Resource<KubeObject> {
    return this.api.resourceFor(textOf(manifest['apiVersion']), textOf(manifest['kind']));
  }

  #objectOf(actor: Actor): KubeObject | undefined {
    const { name, generateName } = objectOf(actor.manifest['metadata']);
    const all = this.api.list(this.#resourceOf(actor));
    return all.find(({ metadata }) =>
      typeof name === 'string' ? metadata.name === name : metadata.name?.startsWith(textOf(generateName)) === true,
    );
  }

  /** What the cluster does before a round: statuses come, objects vanish. */
  #advance(round: number): void {
    for (const actor of this.#actors) {
      const object = this.#objectOf(actor);
      if (object === undefined) actor.born = undefined;
      if (object === undefined || actor.born === undefined) continue;
      const age = round - 1 - actor.born;
      const resource = this.#resourceOf(actor);
      const { namespace = '', name = '', generation = 1 } = object.metadata;
      if (actor.gone !== undefined && age >= actor.gone) {
        MemoryServer.prototype.delete.call(this.api, resource, namespace, name);
        actor.born = undefined;
        continue;
      }
      const due = actor.then.filter((one) => numberOf(one['after']) <= age).at(-1);
      // The reference's Rollouts are judged by their phase alone.
      const seen = resource.kind === 'Rollout' ? { observedGeneration: String(generation) } : {};
      const status = due === undefined ? undefined : { ...objectOf(due['status']), ...seen };
      if (status !== undefined) this.api.updateStatus(resource, withStatus(object, status));
    }
  }

  round(round: number, terminates: boolean): JsonObject {
    this.#advance(round);
    this.api.asked.length = 0;
    const manifests = this.#actors.filter(({ git }) => git).map(({ manifest }) => manifest);
    const extra = this.#actors
      .filter(({ git }) => !git)
      .flatMap((actor) => {
        const object = this.#objectOf(actor);
        return object === undefined ? [] : [{ key: keyOfObject(this.#resourceOf(actor), object), object }];
      });
    const { managed, hooks } = compareAppState(this.api, APP, manifests, extra);
    const judged = managed.map((item) => {
      const actor = this.#actors.find(
        ({ manifest }) =>
          manifest['kind'] === item.key.resource.kind && objectOf(manifest['metadata'])['name'] === item.key.name,
      );
      return typeof actor?.modified === 'boolean' ? { ...item, modified: actor.modified } : item;
    });
    const phase = terminates ? 'Terminating' : 'Running';
    const { round: found, results } = syncRound(this.api, APP, { ...this.state, phase }, { managed: judged, hooks });
    for (const actor of this.#actors) {
      const object = this.#objectOf(actor);
      const label = labelOf(textOf(actor.manifest['kind']), object?.metadata.name);
      if (object !== undefined && this.api.asked.includes(`apply ${label}`)) actor.born = round;
    }
    const syncResult = { revision: REVISION, resources: results };
    this.state = { ...this.state, phase: found.phase, message: found.message, syncResult };
    return {
      round,
      phase: found.phase,
      message: found.message,
      results: results.map(resultOf).sort(byText),
      writes: withDeletesSorted(this.api.asked),
      live: this.#actors
        .flatMap((actor) => {
          const object = this.#objectOf(actor);
          return object === undefined ? [] : [labelOf(textOf(actor.manifest['kind']), object.metadata.name)];
        })
        .sort(),
      ...(found.waits === true ? { waits: true } : {}),
    };
  }
}

/** Deletes are done side by side in the reference: those that follow one another are recorded by name. */
function withDeletesSorted(writes: readonly string[]): readonly string[] {
  const result: string[] = [];
  let run: string[] = [];
  for (const write of [...writes, '']) {
    if (write.startsWith('delete ')) {
      run.push(write);
      continue;
    }
    result.push(...run.sort(), ...(write === '' ? [] : [write]));
    run = [];
  }
  return result;
}

function withStatus(object: KubeObject, status: JsonObject): KubeObject {
  const changed = { ...object, status };
  return changed;
}

function resultOf({
  kind,
  name,
  status,
  message,
  hookType,
  hookPhase,
  syncPhase,
}: NonNullable<NonNullable<OperationState['syncResult']>['resources']>[number]): JsonObject {
  // The reference's kubectl is a stand-in that never says `unchanged`.
  const said = message?.replace(/ unchanged/, ' configured') ?? '';
  return jsonOf({ kind, name, status: status ?? '', message: said, hookType, hookPhase: hookPhase ?? '', syncPhase });
}

function byText(a: JsonObject, b: JsonObject): number {
  const text = ({ kind, name, syncPhase }: JsonObject): string => [kind, name, syncPhase].join('/');
  return text(a) < text(b) ? -1 : 1;
}

export const check: TableCheck = {
  table: 'argocd-sync',
  compute: (input) => {
    const run = new Run(input);
    const rounds: Json[] = [];
    for (let round = 1; round <= numberOf(input['rounds']); round += 1) {
      const found = run.round(round, input['terminate'] === round);
      rounds.push(found);
      if (isJsonObject(found) && found['phase'] !== 'Running') break;
    }
    return rounds;
  },
};
