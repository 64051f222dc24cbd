import { valueAt } from '../../api/field-path.ts';
import { DEPLOYMENT, ROLLOUT } from '../../api/resources.ts';
import type { ObjectRef, Timeline } from '../../timeline/timeline.ts';
import type { FindingRule } from '../finding.ts';

/** So many changes back and forth are no accident. */
const TURNS = 3;

export const twoWriters: FindingRule = {
  id: 'finding.replicas.twoWriters',
  title: 'Two writers of spec.replicas',
  statement:
    'An autoscaler sets the replicas of a workload, and a manifest in Git sets them again: with self-heal both go on for ever, and each sync throws away what the autoscaler decided.',
  template:
    '{first} and {second} both write spec.replicas of {kind} {name}: it was changed {changes} times between {least} and {most}',
  severity: 'trap',
  source: 'argo-cd: controller/appcontroller.go autoSync, kubernetes: pkg/controller/podautoscaler/horizontal.go',
  upstream: 'argoproj/argo-cd#5105',
  example: {
    inputs: {
      first: 'its HorizontalPodAutoscaler',
      second: 'Argo CD',
      kind: 'Deployment',
      name: 'shop',
      changes: 18,
      least: 1,
      most: 2,
    },
    text: 'its HorizontalPodAutoscaler and Argo CD both write spec.replicas of Deployment shop: it was changed 18 times between 1 and 2',
  },
  find: ({ timeline }) =>
    [...replicaWrites(timeline).values()].flatMap(({ object, writes }) => {
      const actors = [...new Set(writes.map(({ actor }) => actor))];
      const turns = writes.filter(({ actor }, index) => index > 0 && writes[index - 1]?.actor !== actor).length;
      const [first = '', second] = actors;
      const at = writes[TURNS];
      if (second === undefined || turns < TURNS || at === undefined) return [];
      const values = writes.map(({ to }) => to);
      return [
        {
          atMs: at.atMs,
          lastSeq: at.seq,
          object,
          field: 'spec.replicas',
          inputs: {
            first: writerName(first),
            second: writerName(second),
            kind: object.kind,
            name: object.name,
            changes: writes.length,
            least: Math.min(...values),
            most: Math.max(...values),
          },
          evidence: writes.slice(0, 6).map(({ seq }) => seq),
          fix: {
            text: 'remove spec.replicas from the manifest and let the autoscaler alone set it',
            set: [{ object, path: 'spec.replicas', value: null }],
          },
        },
      ];
    }),
};

/** Who writes, in the words of users. */
const WRITERS = new Map([
  ['hpa', 'its HorizontalPodAutoscaler'],
  ['argocd-sync', 'Argo CD'],
  ['person', 'people'],
]);

export function writerName(actor: string): string {
  return WRITERS.get(actor) ?? `the ${actor} controller`;
}

interface ReplicaWrite {
  readonly atMs: number;
  readonly seq: number;
  readonly actor: string;
  readonly to: number;
}

/** Every change of spec.replicas of Deployments and Rollouts after their creation, by the object. */
function replicaWrites({
  entries,
}: Timeline): ReadonlyMap<string, { readonly object: ObjectRef; readonly writes: ReplicaWrite[] }> {
  const found = new Map<string, { readonly object: ObjectRef; readonly writes: ReplicaWrite[] }>();
  for (const { kind, ...entry } of entries) {
    if (kind !== 'change' || !('resource' in entry)) continue;
    const { object, before, after, atMs, seq, actor } = entry;
    if (object.kind !== ROLLOUT.kind && object.kind !== DEPLOYMENT.kind) continue;
    const [from, to] = [valueAt(before, 'spec.replicas'), valueAt(after, 'spec.replicas')];
    if (before === undefined || typeof to !== 'number' || from === to) continue;
    const key = `${object.kind}/${object.namespace}/${object.name}`;
    const known = found.get(key) ?? { object, writes: [] };
    found.set(key, known);
    known.writes.push({ atMs, seq, actor, to });
  }
  return found;
}
