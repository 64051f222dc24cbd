import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { applyMergePatch } from '../../src/api/merge-patch.ts';
import { defineUncheckedRule, from, type Reason } from '../../src/api/reason.ts';
import { type KubeObject, REPLICA_SET, type Resource, ROLLOUT } from '../../src/api/resources.ts';
import { readCommand } from '../../src/plugin/read-command.ts';
import { refOf } from '../../src/timeline/object-ref.ts';
import { withRules } from '../../src/timeline/rules.ts';
import type { Timeline, TimelineEntry } from '../../src/timeline/timeline.ts';

/** Turns a recording of the real controllers into a timeline: what reports show of it does not depend on our engine. */

interface RecordedCase {
  readonly name: string;
  readonly about?: string;
  readonly apply: readonly JsonObject[];
  readonly script: readonly { readonly at: number; readonly run?: string }[];
  readonly until: number;
  readonly trace: readonly {
    readonly t: number;
    readonly did?: readonly string[];
    readonly changed?: Readonly<Record<string, JsonObject>>;
    readonly gone?: readonly string[];
    readonly events?: readonly { object: string; type: 'Normal' | 'Warning'; reason: string; message: string }[];
  }[];
}

const FILE = new URL('../conformance/cases/canary.jsonl.gz', import.meta.url);

export const SCALE_RULE = defineUncheckedRule({
  id: 'test.scale',
  title: 'Pods by weight',
  statement: 'The weight decides how many pods the canary gets.',
  template: 'weight {weight} of {replicas} replicas',
  source: 'utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary',
  explains: 'scale',
  example: { inputs: { weight: 20, replicas: 5 }, text: 'weight 20 of 5 replicas' },
});

export function recordedCase(name: string): RecordedCase {
  const lines = gunzipSync(readFileSync(FILE)).toString('utf8').trimEnd().split('\n');
  const found = lines.map((line): RecordedCase => JSON.parse(line)).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no recording ${name}`);
  return found;
}

function objectOf(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}

function rolloutFrom(manifest: JsonObject, recorded: JsonObject): JsonObject {
  const { annotations, generation, spec, images, status } = recorded;
  const merged = objectOf(applyMergePatch(manifest, { metadata: { annotations, generation }, spec: objectOf(spec) }));
  const specOf = objectOf(merged.spec);
  const template = objectOf(specOf.template);
  const pod = objectOf(template.spec);
  const containers = Array.isArray(pod.containers) ? pod.containers : [];
  const imageList: readonly Json[] = Array.isArray(images) ? images : [];
  const withImages = containers.map((container, index) => ({ ...objectOf(container), image: imageList[index] }));
  return {
    ...merged,
    spec: { ...specOf, template: { ...template, spec: { ...pod, containers: withImages } } },
    status,
  };
}

function replicaSetFrom(name: string, recorded: JsonObject, rollout: JsonObject): JsonObject {
  const owner = String(recorded.owner).split('/')[1] ?? '';
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'default',
      annotations: recorded.annotations,
      labels: recorded.labels,
      creationTimestamp: recorded.creationTimestamp,
      ownerReferences: [
        { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: owner, uid: '1', controller: true },
      ],
    },
    spec: { ...objectOf(recorded.spec), template: objectOf(objectOf(rollout.spec).template) },
    status: recorded.status,
  };
}

function reasonsOf(before: KubeObject | undefined, after: JsonObject): readonly Reason[] {
  const old = before === undefined ? undefined : objectOf(objectOf(JSON.parse(JSON.stringify(before))).spec).replicas;
  if (after.kind !== 'ReplicaSet' || old === objectOf(after.spec).replicas) return [];
  return [
    SCALE_RULE.because({
      weight: from('spec.strategy.canary.steps[0].setWeight', 20),
      replicas: from('spec.replicas', 5),
    }),
  ];
}

/** The timeline of a recording: its settled states, events and commands. */
export function recordedTimeline(name: string): Timeline {
  const recorded = recordedCase(name);
  const api = new MemoryServer({ clock: { nowMs: () => 0 } });
  const entries: TimelineEntry[] = [];
  const last = new Map<string, KubeObject>();
  let rollout = recorded.apply.find((manifest) => manifest.kind === 'Rollout') ?? {};
  const metadata = { namespace: 'default', ...objectOf(rollout.metadata) };
  rollout = { ...rollout, metadata };
  let seq = 0;
  const put = (atMs: number, resource: Resource<KubeObject>, json: JsonObject): void => {
    const after = api.decode(json);
    const key = `${resource.kind}/${after.metadata.name ?? ''}`;
    const before = last.get(key);
    last.set(key, after);
    const because = reasonsOf(before, json);
    entries.push({
      atMs,
      seq: seq++,
      kind: 'change',
      resource,
      object: refOf(resource, after),
      before,
      after,
      because,
      actor: 'rollouts',
    });
  };
  const seconds = new Set([...recorded.trace.map((entry) => entry.t), ...recorded.script.map((action) => action.at)]);
  for (const second of [...seconds].sort((a, b) => a - b)) {
    const atMs = second * 1000;
    for (const action of recorded.script) {
      if (action.at === second) {
        const command = action.run ?? 'kubectl apply';
        const { parsed } = readCommand(command);
        entries.push({
          atMs,
          seq: seq++,
          kind: 'action',
          action: { do: 'run', command, namespace: 'default' },
          namespace: 'default',
          ...(parsed === undefined ? {} : { parsed }),
        });
      }
    }
    const state = recorded.trace.find((entry) => entry.t === second);
    for (const [key, value] of Object.entries(state?.changed ?? {})) {
      if (key.startsWith('Rollout/')) put(atMs, ROLLOUT, (rollout = rolloutFrom(rollout, value)));
      else if (key.startsWith('ReplicaSet/')) put(atMs, REPLICA_SET, replicaSetFrom(key.slice(11), value, rollout));
    }
    for (const event of state?.events ?? []) {
      const [kind = '', objectName = ''] = event.object.split('/');
      const object = { apiVersion: 'argoproj.io/v1alpha1', kind, namespace: 'default', name: objectName };
      const { type, reason, message } = event;
      entries.push({ atMs, seq: seq++, kind: 'event', object, type, reason, message });
    }
  }
  const events = entries.filter((entry) => entry.kind === 'event').length;
  const timeline: Timeline = {
    header: {
      format: 'rehearse-timeline',
      version: 2,
      scenario: { name, title: recorded.about ?? name, hash: 'sha256:0' },
      seed: 1,
      tool: 'rehearse 0.0.0',
      reference: { argoRollouts: 'v1.9.1', kubernetes: 'v1.34' },
      epoch: '2026-01-01T00:00:00.001Z',
      totals: { endMs: recorded.until * 1000, reconciles: 0, writes: entries.length - events, events, ended: 'until' },
    },
    entries,
    findings: [],
    analyses: [],
    verdicts: [],
  };
  return withRules(timeline, [SCALE_RULE]);
}
