import type { ActionKind, Heading, Performed, Performer, Target } from './action-kind.ts';
import { type ApplyAction, applyKind } from './apply.ts';
import { type CommitAction, commitKind } from './commit.ts';
import { type ControllerAction, controllerKind } from './controller.ts';
import { type DeleteAction, deleteKind } from './delete.ts';
import { type ImageAction, imageKind } from './image.ts';
import { type MetricAction, metricKind } from './metric.ts';
import { type NodeAction, nodeKind } from './node.ts';
import { type PatchAction, patchKind } from './patch.ts';
import { type PodQuotaAction, podQuotaKind } from './pod-quota.ts';
import { type PodsAction, podsKind } from './pods.ts';
import { type RunAction, runKind } from './run.ts';

/** The kinds of action, by the name in `do`. A kind is one file here and one row of this table. */
interface Actions {
  readonly run: RunAction;
  readonly apply: ApplyAction;
  readonly patch: PatchAction;
  readonly delete: DeleteAction;
  readonly pods: PodsAction;
  readonly image: ImageAction;
  readonly node: NodeAction;
  readonly controller: ControllerAction;
  readonly commit: CommitAction;
  readonly metric: MetricAction;
  readonly podQuota: PodQuotaAction;
}

export type ActionName = keyof Actions;

/** What people, Git, the platform and faults do; `Action<'run'>` is one kind of it. */
export type Action<K extends ActionName = ActionName> = { [P in K]: Actions[P] & { readonly do: P } }[K];

type Kinds = { readonly [P in ActionName]: ActionKind<Action<P>> };

const KINDS: Kinds = {
  run: runKind,
  apply: applyKind,
  patch: patchKind,
  delete: deleteKind,
  pods: podsKind,
  image: imageKind,
  node: nodeKind,
  controller: controllerKind,
  commit: commitKind,
  metric: metricKind,
  podQuota: podQuotaKind,
};

/** The words that begin the lines of actions in reports. */
export const HEADINGS: ReadonlySet<string> = new Set(Object.values(KINDS).map(({ heading }) => heading));

function kindOf<K extends ActionName>(action: Action<K>): ActionKind<Action<K>> {
  return KINDS[action.do];
}

export function performerOf(action: Action): Performer {
  return kindOf(action).by;
}

/** An action in one line: `kubectl argo rollouts promote shop`, `node node-2 fails`. */
export function actionText(action: Action): string {
  return kindOf(action).text(action);
}

/** How a report begins the line of an action, and the rest of it: `commit` and `to shop: Fix it`. */
export function actionLine(action: Action): { readonly heading: Heading; readonly text: string } {
  const kind = kindOf(action);
  return { heading: kind.heading, text: (kind.line ?? kind.text)(action) };
}

/** What a chart writes beside the mark of an action: `set image v2`, `promote`, `node node-2 fails`. */
export function actionLabel(performed: Performed<Action>): string {
  const { action } = performed;
  return kindOf(action).label?.(performed) ?? actionText(action);
}

/** What an action is about; empty: nothing in particular. */
export function targetsOf(performed: Performed<Action>): readonly Target[] {
  return kindOf(performed.action).targets?.(performed) ?? [];
}
