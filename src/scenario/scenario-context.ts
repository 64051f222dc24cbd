import type { PodBehaviour } from '../world/cluster.ts';
import type { Files } from './files.ts';
import type { Manifest } from './manifest.ts';
import { isRollout, type ManifestContext } from './manifests.ts';
import { didYouMean } from './suggest.ts';
import { placeOfValue, type YamlPath } from './yaml-path.ts';
import type { YamlDocument } from './yaml-reader.ts';

/** What the checks of a scenario's script and expectations look at. */
export interface ScenarioContext extends ManifestContext {
  readonly files: Files;
  /** The path of the scenario file. */
  readonly path: string;
  readonly document: YamlDocument;
  readonly manifests: readonly Manifest[];
  /** Whether the script brings objects of its own. */
  readonly objectsMayCome: boolean;
  /** The last instant that can happen, and which key says so. */
  readonly end: { readonly ms: number; readonly text: string; readonly bound: 'until' | 'limit' };
  /** How pods behave whose image says nothing else. */
  readonly pods: PodBehaviour;
  /** Git repositories by name. */
  readonly repositories: readonly string[];
  /** Nodes by name. */
  readonly nodes: readonly string[];
}

export interface RolloutRef {
  readonly namespace: string;
  readonly name: string;
}

/** The rollout that a condition speaks of: the one that is named, or the only one (absent then). Reports a name that nothing has. */
export function conditionSubject(
  context: ScenarioContext,
  named: string | undefined,
  path: YamlPath,
): RolloutRef | undefined {
  const rollouts = context.manifests.filter(isRollout);
  const place = placeOfValue(context.document, path);
  if (named === undefined) {
    if (rollouts.length > 1) context.diagnostics.add('E324', place, { known: rollouts.map((rollout) => rollout.name) });
    return undefined;
  }
  const slash = named.indexOf('/');
  const wanted =
    slash < 0
      ? { namespace: context.namespace, name: named }
      : { namespace: named.slice(0, slash), name: named.slice(slash + 1) };
  const known = rollouts.map(({ namespace, name }) =>
    namespace === context.namespace ? name : `${namespace}/${name}`,
  );
  const found = rollouts.find(({ namespace, name }) => namespace === wanted.namespace && name === wanted.name);
  if (found === undefined) {
    context.diagnostics.add('E325', place, { found: named, known, suggestion: didYouMean(named, known) });
  }
  return wanted;
}
