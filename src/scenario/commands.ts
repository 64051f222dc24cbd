import { readCommand } from './command-reader.ts';
import type { CommandWord } from '../plugin/words.ts';
import { LIMITS } from '../world/limits.ts';
import type { Manifest } from './manifest.ts';
import { isRollout } from './manifests.ts';
import { valueAt } from './schema/issues.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { didYouMean } from './suggest.ts';
import { containersOf } from './workload.ts';
import { placeInText, type YamlPath } from './yaml-path.ts';

/** Checks a command of the script: that it can be read, and that what it names is there. */
export function checkCommand(context: ScenarioContext, command: string, path: YamlPath): void {
  const { document, diagnostics } = context;
  const read = readCommand(command);
  for (const problem of read.problems) {
    diagnostics.add(problem.code, placeInText(document, path, problem.start, problem.end), problem.parameters);
  }
  if (read.problems.length > 0) return;
  checkScale(context, command, path);
  const namespace = read.namespace ?? context.namespace;
  for (const word of read.rollouts) {
    const rollout = findRollout(context, word, namespace, path);
    if (rollout !== undefined && read.container !== undefined) checkContainer(context, rollout, read.container, path);
  }
}

function checkScale({ document, diagnostics }: ScenarioContext, command: string, path: YamlPath): void {
  const found = /\s--replicas[=\s]\s*(\d+)/.exec(command);
  const count = Number(found?.[1]);
  if (found === null || !(count > LIMITS.pods.value)) return;
  const place = placeInText(document, path, found.index + 1, found.index + found[0].length);
  diagnostics.add('E431', place, { path: '--replicas', found: String(count), most: LIMITS.pods.value });
}

function findRollout(
  context: ScenarioContext,
  word: CommandWord,
  namespace: string,
  path: YamlPath,
): Manifest | undefined {
  const rollouts = context.manifests.filter((manifest) => isRollout(manifest) && manifest.namespace === namespace);
  const found = rollouts.find(({ name }) => name === word.text);
  if (found === undefined) {
    const known = rollouts.map(({ name }) => name);
    context.diagnostics.add('W313', placeInText(context.document, path, word.start, word.end), {
      found: word.text,
      namespace,
      known,
      suggestion: didYouMean(word.text, known),
    });
  }
  return found;
}

function checkContainer(context: ScenarioContext, rollout: Manifest, word: CommandWord, path: YamlPath): void {
  if (word.text === '*' || valueAt(rollout.object, ['spec', 'workloadRef']) !== undefined) return;
  const known = containersOf(rollout.object).map(({ name }) => name);
  if (known.includes(word.text)) return;
  context.diagnostics.add('W314', placeInText(context.document, path, word.start, word.end), {
    rollout: rollout.name,
    found: word.text,
    known,
    suggestion: didYouMean(word.text, known),
  });
}
