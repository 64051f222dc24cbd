import { CONDITION_NAMES } from './condition-names.ts';
import { type ConditionUse, readCondition } from './condition-reader.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { didYouMean } from './suggest.ts';
import { placeInText, type YamlPath } from './yaml-path.ts';

/** Checks a condition of the script or of an expectation: that it can be read, and that it speaks of what there is. */
export function checkCondition(context: ScenarioContext, condition: string, path: YamlPath): void {
  const read = readCondition(condition);
  if (read.problem === undefined) {
    for (const use of read.uses) checkUse(context, use, path);
    return;
  }
  const { start, end, expected, found } = read.problem;
  context.diagnostics.add('E315', placeInText(context.document, path, start, end), { detail: expected, found });
}

function checkUse({ document, diagnostics }: ScenarioContext, { name, member }: ConditionUse, path: YamlPath): void {
  const known = CONDITION_NAMES.find((candidate) => candidate.name === name.text);
  if (known === undefined) {
    const names = CONDITION_NAMES.map((candidate) => candidate.name);
    const place = placeInText(document, path, name.start, name.end);
    diagnostics.add('E316', place, { found: name.text, known: names, suggestion: didYouMean(name.text, names) });
    return;
  }
  const members = known.members?.map((candidate) => candidate.name) ?? [];
  if (member === undefined || members.includes(member.text)) return;
  const place = placeInText(document, path, member.start, member.end);
  const suggestion = didYouMean(member.text, members);
  diagnostics.add('E317', place, { of: name.text, found: member.text, known: members, suggestion });
}
