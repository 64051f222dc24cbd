import {
  CONDITION_FUNCTIONS,
  compileFacts,
  ExprError,
  type FactTypes,
  type TextComparison,
  type Use,
} from '../expr/index.ts';
import { CONDITION_NAMES } from './condition-names.ts';
import { readCondition } from './condition-reader.ts';
import type { ConditionSubjects } from '../world/condition-subjects.ts';
import { conditionSubjects, type ScenarioContext, type WrittenSubjects } from './scenario-context.ts';
import { didYouMean } from './suggest.ts';
import { placeInText, type YamlPath } from './yaml-path.ts';

/** The types of the names, for the checker of the language. */
export const CONDITION_TYPES: FactTypes = Object.fromEntries(
  CONDITION_NAMES.map(({ name, members }) => [
    name,
    members === undefined ? 'number' : Object.fromEntries(members.map((member) => [member.name, member.type])),
  ]),
);

/**
 * Checks a condition of the script or of an expectation: that it can be read, that it speaks of what there is, and that it
 * can be computed. Returns what its names speak of.
 */
export function checkCondition(
  context: ScenarioContext,
  condition: string,
  written: WrittenSubjects,
  path: YamlPath,
  key: string,
): ConditionSubjects {
  const names = checkText(context, condition, [...path, key]);
  return conditionSubjects(context, written, names, path, key);
}

/** The names that a condition uses; none if it cannot be read. */
function checkText(context: ScenarioContext, condition: string, path: YamlPath): readonly string[] {
  const { document, diagnostics } = context;
  const read = readCondition(condition);
  if (read.problem !== undefined) {
    const { start, end, expected, found } = read.problem;
    diagnostics.add('E315', placeInText(document, path, start, end), { detail: expected, found });
    return [];
  }
  const unknown = read.uses.filter((use) => !checkUse(context, use, path));
  checkSubject(context, read.uses, path);
  checkComparisons(context, read.comparisons, path);
  if (unknown.length === 0) checkTypes(context, condition, path);
  return read.uses.map(({ name }) => name.text);
}

/** What a condition needs among the manifests: without it, it is never asked. Experiments and AnalysisRuns are made by controllers. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['rollout', ['Rollout']],
  ['deployment', ['Deployment']],
  ['stable', ['Rollout', 'Deployment']],
  ['canary', ['Rollout', 'Deployment']],
]);

function checkSubject(context: ScenarioContext, uses: readonly Use[], path: YamlPath): void {
  const { document, diagnostics, manifests, objectsMayCome } = context;
  if (objectsMayCome) return;
  const kinds = new Set(manifests.map(({ object }) => object['kind']));
  const use = uses.find(({ name }) => NEEDED.get(name.text)?.every((kind) => !kinds.has(kind)) === true);
  if (use === undefined) return;
  const place = placeInText(document, path, use.name.at.start, use.name.at.end);
  diagnostics.add('W329', place, { found: use.name.text, kinds: NEEDED.get(use.name.text) ?? [] });
}

/** A text that a value can never be makes a condition that never, or always, holds: `never: rollout.phase == "degraded"` would pass without a test. */
function checkComparisons(
  { document, diagnostics }: ScenarioContext,
  comparisons: readonly TextComparison[],
  path: YamlPath,
): void {
  for (const { name, member, texts } of comparisons) {
    const members = CONDITION_NAMES.find((candidate) => candidate.name === name)?.members;
    const known = members?.find((candidate) => candidate.name === member)?.values;
    if (known === undefined) continue;
    for (const { text, at } of texts.filter((compared) => !known.includes(compared.text))) {
      const values = known.filter((value) => value !== '');
      const suggestion = didYouMean(text, values);
      const place = placeInText(document, path, at.start, at.end);
      diagnostics.add('E335', place, { of: `${name}.${member}`, found: text, known: values, suggestion });
    }
  }
}

/** Things that do not go together are found before the run, and so is a condition that is no yes or no. */
function checkTypes({ document, diagnostics }: ScenarioContext, condition: string, path: YamlPath): void {
  try {
    compileFacts(condition, CONDITION_TYPES);
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    const { start, end } = error.at;
    const place =
      start === end ? placeInText(document, path, 0, condition.length) : placeInText(document, path, start, end);
    diagnostics.add(error.expected === undefined ? 'E327' : 'E328', place, { reason: error.message });
  }
}

/** Whether there is what a condition speaks of; if not, it is told. */
function checkUse({ document, diagnostics }: ScenarioContext, { name, member }: Use, path: YamlPath): boolean {
  if (CONDITION_FUNCTIONS.has(name.text)) return true;
  const known = CONDITION_NAMES.find((candidate) => candidate.name === name.text);
  if (known === undefined) {
    const names = CONDITION_NAMES.map((candidate) => candidate.name);
    const place = placeInText(document, path, name.at.start, name.at.end);
    diagnostics.add('E316', place, { found: name.text, known: names, suggestion: didYouMean(name.text, names) });
    return false;
  }
  const members = known.members?.map((candidate) => candidate.name) ?? [];
  if (member === undefined || members.includes(member.text)) return true;
  const place = placeInText(document, path, member.at.start, member.at.end);
  const suggestion = didYouMean(member.text, members);
  diagnostics.add('E317', place, { of: name.text, found: member.text, known: members, suggestion });
  return false;
}
