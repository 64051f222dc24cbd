import { isJsonObject, type JsonObject } from '../../api/json.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { World } from '../../world/world.ts';
import { isThrough } from '../run-ahead.ts';
import type { Subject, Workload } from '../subject.ts';
import { callersOf } from './callers.ts';
import { deriveDeployment } from './deployment.ts';
import { performedActions } from './performed-actions.ts';
import { type Derived, isNamed, member, namespaceOf, textAt } from './rollout-parts.ts';
import { deriveBasicCanary, deriveBlueGreen } from './rollout-strategy.ts';
import { translateScript } from './script.ts';

/** One way to bring out the same version change. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  /** What was derived, and how; what was left out. */
  readonly notes: readonly string[];
  readonly subject: Subject;
  readonly world: World;
}

/** How long a variant goes on after a run that ends at a time of its own: it may be slower. */
const WATCH_MS = 15 * 60_000;

interface Plan {
  readonly id: string;
  readonly title: string;
  readonly kind: Subject['kind'];
  readonly derive: (workload: JsonObject, referenced: JsonObject | undefined) => Derived;
}

/** The other strategies that a workload can be made into, each with its world. `own`: the run of the world as it is. */
export function variantsOf(world: World, workload: Workload, own: Timeline): readonly Variant[] {
  const beside = world.manifests.filter((object) => object !== workload.object);
  const plans: readonly Plan[] = [
    {
      id: 'rolling',
      title: 'Deployment, rolling',
      kind: 'Deployment',
      derive: (object, referenced) => deriveDeployment(object, 'RollingUpdate', referenced),
    },
    {
      id: 'recreate',
      title: 'Deployment, Recreate',
      kind: 'Deployment',
      derive: (object, referenced) => deriveDeployment(object, 'Recreate', referenced),
    },
    {
      id: 'blueGreen',
      title: 'blue-green',
      kind: 'Rollout',
      derive: (object, referenced) => deriveBlueGreen(object, beside, referenced),
    },
    { id: 'canary', title: 'canary by pods', kind: 'Rollout', derive: (object) => deriveBasicCanary(object) },
  ];
  return plans.filter((plan) => !isOwnStrategy(workload, plan.id)).map((plan) => variant(world, workload, own, plan));
}

function variant(world: World, workload: Workload, own: Timeline, { id, title, kind, derive: shape }: Plan): Variant {
  const { object, referenced } = workload;
  const left = world.manifests.filter((one) => one !== object && !(kind === 'Deployment' && one === referenced));
  const subject = freeSubject(subjectOf(workload, kind), left);
  const renamed = subject.name !== subjectOf(workload, kind).name;
  const derive: Plan['derive'] = (written, template) => {
    const derived = shape(written, template);
    return renamed ? { ...derived, manifests: derived.manifests.map((one) => named(one, kind, subject)) } : derived;
  };
  const derived = derive(object, referenced);
  const callers = callersOf(world, workload, subject);
  const manifests = [...left.map((one) => retargeted(one, workload, subject)), ...callers.added, ...derived.manifests];
  const around = { ...utilisation(world, workload, subject), ...callers.traffic };
  const bare: World = { ...world, ...ending(world), ...around, manifests, script: [] };
  const { script, notes } = translateScript(performedActions(own), {
    workload,
    target: subject,
    derive,
    isThrough: (before, atMs) => isThrough({ ...bare, script: before }, subject, atMs - 1),
  });
  const taken = renamed ? [`named ${subject.name}, because there is another ${kind} ${workload.name}`] : [];
  return {
    id,
    title,
    notes: [...derived.notes, ...taken, ...callers.notes, ...notes],
    subject,
    world: { ...bare, script },
  };
}

/** A name that no other object of the kind has: `shop-compared`. */
function freeSubject(subject: Subject, others: readonly JsonObject[]): Subject {
  let { name } = subject;
  for (let number = 1; others.some((one) => isNamed(one, subject.kind, subject.namespace, name)); number += 1) {
    name = number === 1 ? `${subject.name}-compared` : `${subject.name}-compared-${number}`;
  }
  return { ...subject, name };
}

/** The workload of a strategy under another name; what stands beside it stays as it is. */
function named(object: JsonObject, kind: Subject['kind'], { name }: Subject): JsonObject {
  return object['kind'] === kind ? { ...object, metadata: { ...member(object, 'metadata'), name } } : object;
}

/** What the workload is called in its other shape: as a Deployment by the name of the one that it takes its pods from. */
function subjectOf({ namespace, name, referenced }: Workload, kind: Subject['kind']): Subject {
  const other = textAt(member(referenced, 'metadata'), 'name');
  return { kind, namespace, name: kind === 'Deployment' ? (other ?? name) : name };
}

function ending({ until, limitMs }: World): Pick<World, 'until' | 'limitMs'> {
  if (until === 'settled') return { until, limitMs };
  const ms = Math.min(until.ms, limitMs) + WATCH_MS;
  return { until: { ms }, limitMs: ms };
}

/** An autoscaler of the workload scales its other shape. */
function retargeted(manifest: JsonObject, { kind, namespace, name }: Workload, target: Subject): JsonObject {
  const spec = member(manifest, 'spec');
  const ref = member(spec, 'scaleTargetRef');
  const isMeant = ref['kind'] === kind && ref['name'] === name && namespaceOf(manifest) === namespace;
  if (!isMeant) return manifest;
  const apiVersion = target.kind === 'Deployment' ? 'apps/v1' : 'argoproj.io/v1alpha1';
  return {
    ...manifest,
    spec: { ...spec, scaleTargetRef: { ...ref, apiVersion, kind: target.kind, name: target.name } },
  };
}

function utilisation(world: World, workload: Workload, target: Subject): Pick<World, 'utilisation'> {
  if (world.utilisation === undefined) return {};
  const { [`${workload.kind}/${workload.name}`]: answers, ...others } = world.utilisation;
  return { utilisation: answers === undefined ? others : { ...others, [`${target.kind}/${target.name}`]: answers } };
}

/** A strategy is not compared with itself; a canary by pods alone is one already. */
function isOwnStrategy({ object }: Workload, id: string): boolean {
  const strategy = member(member(object, 'spec'), 'strategy');
  if (object['kind'] === 'Deployment') return id === (strategy['type'] === 'Recreate' ? 'recreate' : 'rolling');
  if (id === 'blueGreen') return isJsonObject(strategy['blueGreen']);
  const { canary } = strategy;
  if (id !== 'canary' || !isJsonObject(canary)) return false;
  return canary['trafficRouting'] === undefined && canary['analysis'] === undefined;
}
