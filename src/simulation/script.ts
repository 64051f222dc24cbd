import { APPLICATION, GIT_REPOSITORY } from '../api/argocd/resources.ts';
import {
  ANALYSIS_RUN,
  DEPLOYMENT,
  EXPERIMENT,
  type KubeObject,
  REPLICA_SET,
  type Resource,
  ROLLOUT,
} from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import { compileFacts, ExprError, type FactCondition } from '../expr/index.ts';
import { conditionFacts, FACT_TYPES, missingSubject, plainFacts } from '../timeline/facts/conditions.ts';
import type { ConditionTrigger, ScriptedAction } from '../world/script.ts';
import type { EventScheduler } from './event-scheduler.ts';

const SECOND_MS = 1000;

/** The kinds that conditions speak of. */
const ASKED_OF: ReadonlySet<Resource<KubeObject>> = new Set<Resource<KubeObject>>([
  ROLLOUT,
  DEPLOYMENT,
  REPLICA_SET,
  EXPERIMENT,
  ANALYSIS_RUN,
  APPLICATION,
  GIT_REPOSITORY,
]);

/** An action that waits for a condition. */
interface Waiting {
  readonly scripted: ScriptedAction;
  readonly scriptIndex: number;
  readonly trigger: ConditionTrigger;
  readonly condition: FactCondition;
  /** Whether the condition held when it was last asked. */
  held: boolean;
  lastFiredMs: number | undefined;
  /** Whether it was told that it cannot be computed. */
  failed: boolean;
}

/** Whether a condition asks for the time: it can then become true though nothing changes. */
function usesTime({ uses }: FactCondition): boolean {
  return uses.some(({ name }) => name.text === 'seconds');
}

/** What a script asks of its run. */
export interface ScriptHooks {
  /** Carries an action out. */
  readonly act: (scripted: ScriptedAction, scriptIndex: number) => void;
  /** Tells of a condition that cannot be computed, such as a text compared with a pattern that is none. */
  readonly note: (text: string) => void;
}

/** The script of a world: what happens at a time is scheduled, what waits for a condition is looked at whenever objects have changed. */
export class Script {
  readonly #scheduler: EventScheduler;
  readonly #api: ApiServer;
  readonly #hooks: ScriptHooks;
  readonly #cameTrue = new Map<number, number>();
  #waiting: Waiting[] = [];
  /** Places of the actions that have happened, and that others wait for. */
  readonly #happened = new Set<number>();
  readonly #awaited: ReadonlySet<number>;
  #changed = true;

  constructor(scheduler: EventScheduler, api: ApiServer, script: readonly ScriptedAction[], hooks: ScriptHooks) {
    this.#scheduler = scheduler;
    this.#api = api;
    this.#hooks = hooks;
    const startMs = scheduler.nowMs();
    this.#awaited = new Set(script.flatMap(({ trigger }) => ('when' in trigger ? (trigger.follows ?? []) : [])));
    for (const [scriptIndex, scripted] of script.entries()) {
      const { trigger } = scripted;
      if ('atMs' in trigger)
        scheduler.schedule('script', startMs + trigger.atMs, () => this.#act(scripted, scriptIndex));
      else
        this.#waiting.push({
          scripted,
          scriptIndex,
          trigger,
          condition: compileFacts(trigger.when, FACT_TYPES),
          held: false,
          lastFiredMs: undefined,
          failed: false,
        });
    }
    if (this.#waiting.length === 0) return;
    api.onChange(({ resource }) => {
      if (ASKED_OF.has(resource)) this.#changed = true;
    });
    if (this.#waiting.some(({ condition }) => usesTime(condition))) this.#tick(startMs);
  }

  /** Looks at the conditions in the settled state of an instant; true if that made something happen in this same instant. */
  look(): boolean {
    if (!this.#changed) return false;
    this.#changed = false;
    const nowMs = this.#scheduler.nowMs();
    let acts = false;
    for (const waiting of this.#waiting) {
      if (waiting.lastFiredMs === nowMs) continue;
      const held = waiting.held;
      waiting.held = this.#holds(waiting);
      if (held || !waiting.held) continue;
      waiting.lastFiredMs = nowMs;
      if (!this.#cameTrue.has(waiting.scriptIndex)) this.#cameTrue.set(waiting.scriptIndex, this.#scheduler.atMs);
      this.#scheduler.schedule('script', nowMs + waiting.trigger.afterMs, () =>
        this.#act(waiting.scripted, waiting.scriptIndex),
      );
      if (waiting.trigger.afterMs <= 0) acts = true;
    }
    this.#waiting = this.#waiting.filter(
      ({ trigger, lastFiredMs }) => trigger.repeat === true || lastFiredMs === undefined,
    );
    return acts;
  }

  /** When the condition of an entry first came true, in milliseconds of the run, by the entry's place in the script. */
  get cameTrueMs(): ReadonlyMap<number, number> {
    return this.#cameTrue;
  }

  #act(scripted: ScriptedAction, scriptIndex: number): void {
    this.#hooks.act(scripted, scriptIndex);
    if (!this.#awaited.has(scriptIndex)) return;
    this.#happened.add(scriptIndex);
    this.#changed = true;
  }

  #holds(waiting: Waiting): boolean {
    const { trigger, condition } = waiting;
    if (trigger.follows !== undefined && !this.#happened.has(trigger.follows)) return false;
    const facts = conditionFacts(this.#api, trigger, this.#scheduler.atMs);
    const names = condition.uses.map(({ name }) => name.text);
    if (missingSubject(facts, names) !== undefined) return false;
    try {
      return condition.holds(plainFacts(facts));
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      if (!waiting.failed) {
        this.#hooks.note(`The condition ${trigger.when} does not hold, since it cannot be computed: ${error.message}`);
      }
      waiting.failed = true;
      return false;
    }
  }

  /** A condition that asks for the time is evaluated every second. */
  #tick(dueMs: number): void {
    if (this.#waiting.length === 0) return;
    const nextMs = dueMs + SECOND_MS;
    const tick = (): void => {
      this.#changed = true;
      this.#tick(nextMs);
    };
    this.#scheduler.schedule('script', nextMs, tick, true);
  }
}
