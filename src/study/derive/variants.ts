import { isJsonObject, type JsonObject } from '../../api/json.ts';
import type { ScriptedAction, World } from '../../simulation/world.ts';
import type { ActionEntry, Timeline } from '../../timeline/timeline.ts';
import { forDeployment, forOtherRollout, type Translation } from './commands.ts';
import { deriveDeployment } from './deployment.ts';
import { type Derived, isNamed, member, textAt } from './rollout-parts.ts';
import { deriveBasicCanary, deriveBlueGreen } from './rollout-strategy.ts';

/** One way to bring out the same version change. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  /** What was derived, and how; what was left out. */
  readonly notes: readonly string[];
  readonly world: World;
}

/** How long a variant is watched after the last thing that was done to it, at the least. */
const WATCH_MS = 15 * 60_000;

/** The other strategies that a rollout can be made into, each with its world. `own`: the run of the world as it is. */
export function variantsOf(world: World, rollout: JsonObject, own: Timeline): readonly Variant[] {
  const namespace = textAt(member(rollout, 'metadata'), 'namespace') ?? 'default';
  const { endMs } = own.header.totals;
  const others = world.manifests.filter((object) => object !== rollout);
  const ref = member(member(rollout, 'spec'), 'workloadRef');
  const referenced = textAt(ref, 'name');
  const workload =
    referenced === undefined
      ? undefined
      : others.find((object) => isNamed(object, 'Deployment', namespace, referenced));
  const beside = others.filter((object) => object !== workload);
  const plan: readonly [string, string, Derived, (line: string) => Translation][] = [
    ['rolling', 'Deployment, RollingUpdate', deriveDeployment(rollout, 'RollingUpdate', workload), forDeployment],
    ['recreate', 'Deployment, Recreate', deriveDeployment(rollout, 'Recreate', workload), forDeployment],
    ['blueGreen', 'Rollout, blueGreen', deriveBlueGreen(rollout, others), forOtherRollout],
    ['canary', 'Rollout, canary by pods', deriveBasicCanary(rollout), forOtherRollout],
  ];
  return plan.flatMap(([id, title, derived, translate]) => {
    if (isOwnStrategy(rollout, id)) return [];
    const isDeployment = id === 'rolling' || id === 'recreate';
    const manifests = [...(isDeployment ? beside : others), ...derived.manifests];
    const { script, notes } = translated(world, own, translate);
    const until = {
      ms: Math.max(endMs, ...script.map(({ trigger }) => ('atMs' in trigger ? trigger.atMs : 0))) + WATCH_MS,
    };
    return [
      {
        id,
        title,
        notes: [...derived.notes, ...notes],
        world: { ...world, manifests, script, until, limitMs: until.ms },
      },
    ];
  });
}

/** A blue-green rollout is not compared with itself; nor a canary that has no router. */
function isOwnStrategy(rollout: JsonObject, id: string): boolean {
  const strategy = member(member(rollout, 'spec'), 'strategy');
  if (id === 'blueGreen') return isJsonObject(strategy['blueGreen']);
  const { canary } = strategy;
  return (
    id === 'canary' &&
    isJsonObject(canary) &&
    canary['trafficRouting'] === undefined &&
    canary['analysis'] === undefined
  );
}

/** The script of the world in the words of another strategy: what was typed comes at the instants at which it came in the own run. */
function translated(
  world: World,
  own: Timeline,
  translate: (line: string) => Translation,
): { readonly script: readonly ScriptedAction[]; readonly notes: readonly string[] } {
  const dropped = new Set<string>();
  const typed = own.entries.filter((entry): entry is ActionEntry => entry.kind === 'action' && isTyped(entry));
  const commands = typed.flatMap((entry): readonly ScriptedAction[] => {
    const translation = translate(entry.text);
    if ('dropped' in translation) {
      dropped.add(translation.dropped);
      return [];
    }
    return [{ trigger: { atMs: entry.atMs }, action: { do: 'run', command: translation.line } }];
  });
  const others = world.script.filter(({ action, trigger }) => action.do !== 'run' && 'atMs' in trigger);
  const notes = [...dropped].map((line) => `left out: ${line}`);
  return { script: [...others, ...commands], notes };
}

/** Whether somebody typed it, and it was carried out. */
export function isTyped({ text, error }: ActionEntry): boolean {
  return text.startsWith('kubectl ') && error === undefined;
}
