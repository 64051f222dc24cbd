import type { Rule } from '../src/api/reason.ts';
import { referenceUrl } from '../src/cli/reference-url.ts';

/** The first part of a rule's id, and what its rules are about. */
const GROUPS = [
  ['rollout', 'Rollouts of any strategy'],
  ['canary', 'Canaries'],
  ['blueGreen', 'Blue-green'],
  ['service', 'Services'],
  ['analysis', 'Analysis'],
  ['experiment', 'Experiments'],
  ['deployment', 'Kubernetes Deployments'],
] as const;

const HEAD = `# Rules

Every change in a timeline carries its *because*: the rule that decided, and what it looked at. These are all the rules; \`rehearse explain RULE\`
prints the same. Each follows a function of the reference: Argo Rollouts v1.9.1, or Kubernetes v1.34 for Deployments.

This page is generated from the engine (\`npm run generate\`).
`;

/** docs/rules.md: every rule with its sentence, its example and its source, in groups. */
export function rulesReference(rules: readonly Rule[]): string {
  const groupOf = (rule: Rule): string => rule.id.split('.')[0] ?? '';
  const others = [...new Set(rules.map(groupOf))].filter((group) => !GROUPS.some(([name]) => name === group));
  const groups = [...GROUPS, ...others.map((name) => [name, name] as const)];
  const sections = groups.flatMap(([name, title]) => {
    const own = rules.filter((rule) => groupOf(rule) === name);
    return own.length === 0 ? [] : [`## ${title}\n\n${own.map(ruleSection).join('\n')}`];
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

function ruleSection(rule: Rule): string {
  const { id, title, statement, example, source } = rule;
  const inputs = Object.entries(example.inputs).map(([name, value]) => `${name} \`${plain(value)}\``);
  return `### \`${id}\`

**${title}.** ${statement}

- Example: ${inputs.join(', ')} → ${example.text}
- Source: [\`${source}\`](${referenceUrl(rule)})
`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
