import { checkWorld, GROUPS, recordedWorlds, SCENARIOS, scenarioWorld, Tally } from './runs.ts';

/**
 * Prints how the reasons of all scenarios, and of every nth recording, came out: `node scripts/run-typescript.mjs test/reasons/figures.ts [N]
 * [GROUP …]`; N 0 leaves the recordings out.
 */
const [every = '20', ...only] = process.argv.slice(2);
const all = new Tally();
for (const name of SCENARIOS) {
  const run = checkWorld(scenarioWorld(name));
  all.add(name, run);
  const { all: changes = 0, withoutReason = 0 } = run.changes.get('rollouts') ?? {};
  console.log(`${name}: rollouts ${withoutReason} of ${changes} without a reason, ${run.checked} reasons checked`);
}
if (every !== '0') {
  for (const group of only.length === 0 ? GROUPS : only) {
    for (const world of recordedWorlds(group, Number(every))) all.add(`${group}/${world.name}`, checkWorld(world));
  }
}
console.log(`\n${all.checked} reasons checked, ${all.unchecked} of rules without a formula, ${all.wrong.length} wrong`);
const kinds = new Map<string, string[]>();
for (const text of all.wrong) {
  const kind = /by \w+: ([\w.]+):/.exec(text)?.[1] ?? '';
  kinds.set(kind, [...(kinds.get(kind) ?? []), text]);
}
for (const [kind, texts] of kinds)
  console.log(`${texts.length} × ${kind}\n  ${texts.slice(0, 4).join('\n  ').slice(0, 3000)}`);
for (const [actor, { all: changes, withoutReason }] of all.changes) {
  console.log(`\n${actor}: ${withoutReason} of ${changes} changes without a reason`);
  const rules = [...(all.uses.get(actor) ?? [])].sort(([, a], [, b]) => b - a);
  for (const [rule, count] of rules)
    console.log(`  ${((100 * count) / changes).toFixed(1).padStart(5)} %  ${rule} ${count}`);
}
const bareKinds = new Map<string, number>();
for (const text of all.bare) {
  const [, kind, actor = '', what = ''] = /\) (\w+) \S+ by (\w+)(.*)$/.exec(text) ?? [];
  bareKinds.set(`${actor} ${kind}${what}`, (bareKinds.get(`${actor} ${kind}${what}`) ?? 0) + 1);
}
console.log('\nwithout a reason:');
for (const [kind, count] of [...bareKinds].sort(([, a], [, b]) => b - a).slice(0, 60))
  console.log(`  ${count} × ${kind}`);

const partial = new Map<string, string[]>();
for (const text of all.partial) {
  const [, kind = '', actor = '', what = ''] = /\) (\w+) \S+ by (\w+)(.*)$/.exec(text) ?? [];
  const key = `${actor} ${kind}${what}`;
  if (actor === 'rollouts') partial.set(key, [...(partial.get(key) ?? []), text]);
}
console.log(`\nfields without a reason: ${[...partial.values()].flat().length} changes`);
for (const [kind, texts] of [...partial].sort(([, a], [, b]) => b.length - a.length).slice(0, 60)) {
  console.log(`  ${texts.length} × ${kind}   e.g. ${texts[0]}`);
}
