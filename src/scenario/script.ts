import type { ScriptedAction, Trigger } from '../world/script.ts';
import { SUBJECT_NAMES } from '../world/condition-subjects.ts';
import { actionsOf } from './actions.ts';
import { checkCondition } from './conditions.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { ENTRY_ACTIONS, type EntryAction, type ScriptEntry } from './schema/script.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

/** The actions of a scenario's script, in its order; an entry that applies a file of several objects becomes several. */
export function scriptOf(context: ScenarioContext, entries: readonly ScriptEntry[]): readonly ScriptedAction[] {
  return entries.flatMap((entry, index) => {
    const path = ['spec', 'script', index];
    const trigger = triggerOf(context, entry, path);
    const name = actionNameOf(context, entry, path);
    const actions = name === undefined ? [] : actionsOf(context, entry, name, path);
    if (trigger === undefined) return [];
    return actions.map(({ action, laterMs = 0 }) => ({ trigger: later(trigger, laterMs), action }));
  });
}

function later(trigger: Trigger, ms: number): Trigger {
  if ('atMs' in trigger) return { atMs: trigger.atMs + ms };
  return { ...trigger, afterMs: trigger.afterMs + ms };
}

function triggerOf(context: ScenarioContext, entry: ScriptEntry, path: YamlPath): Trigger | undefined {
  const { document, diagnostics } = context;
  const { at, when, after } = entry;
  if (at !== undefined && when !== undefined) {
    diagnostics.add('E304', placeOfKey(document, [...path, 'when']), {});
    return undefined;
  }
  if (when !== undefined) return whenTrigger(context, entry, when, path);
  if (after !== undefined) diagnostics.add('E305', placeOfKey(document, [...path, 'after']), {});
  for (const subject of SUBJECT_NAMES.filter((name) => entry[name] !== undefined)) {
    diagnostics.add('E322', placeOfKey(document, [...path, subject]), { key: subject, needs: 'when' });
  }
  if (at === undefined) {
    if (after === undefined) diagnostics.add('E303', placeOfValue(document, path), {});
    return undefined;
  }
  const atMs = checkedDurationMs(at);
  if (atMs > context.end.ms) {
    const { text, bound } = context.end;
    diagnostics.add('E306', placeOfValue(document, [...path, 'at']), { at, end: text, bound });
  }
  return { atMs };
}

function whenTrigger(context: ScenarioContext, entry: ScriptEntry, when: string, path: YamlPath): Trigger {
  const subjects = checkCondition(context, when, entry, path, 'when');
  const afterMs = entry.after === undefined ? 0 : checkedDurationMs(entry.after);
  return { when, afterMs, ...subjects };
}

function actionNameOf(context: ScenarioContext, entry: ScriptEntry, path: YamlPath): EntryAction | undefined {
  const { document, diagnostics } = context;
  const given = ENTRY_ACTIONS.filter((action) => entry[action] !== undefined);
  const [first, second] = given;
  if (first === undefined) {
    diagnostics.add('E301', placeOfValue(document, path), { actions: ENTRY_ACTIONS });
    return undefined;
  }
  if (second === undefined) return first;
  diagnostics.add('E302', placeOfKey(document, [...path, second]), { first, second });
  return undefined;
}
