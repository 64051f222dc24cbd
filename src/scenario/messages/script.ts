import { meant, oneOf, quoted, type Unknown } from './words.ts';

/** What only a shell understands. */
const SHELL_OPERATOR = /(^|\s)(&&|\|\||;|\||>|<)(\s|$)|;$/;

/** E3, W3: the script and the expectations of a scenario. */
export const script = {
  E301: (p: { actions: readonly string[] }) => ({
    message: 'this entry of the script does nothing',
    expected: oneOf(p.actions),
    fix: 'add what is to happen, such as run: kubectl argo rollouts promote NAME',
  }),
  E302: (p: { first: string; second: string }) => ({
    message: 'an entry of the script does one thing',
    expected: 'one action',
    found: `${p.first} and ${p.second}`,
    fix: 'write two entries',
  }),
  E303: () => ({
    message: 'this entry of the script says not when it happens',
    expected: 'at, or when (and after)',
    fix: 'add at: 30s, or when: rollout.phase == "Healthy"',
  }),
  E304: () => ({
    message: 'an entry of the script has one trigger',
    expected: 'at, or when (and after)',
    found: 'at and when',
    fix: 'keep one of the two',
  }),
  E305: () => ({
    message: 'after counts from when a condition holds, and there is none',
    expected: 'when beside after',
    found: 'after alone',
    fix: 'write at instead of after, or add when',
  }),
  E306: (p: { at: string; end: string; bound: string }) => ({
    message: 'this would happen after the end of the rehearsal',
    expected: `at most ${p.end} (spec.${p.bound})`,
    found: p.at,
    fix: `set spec.${p.bound} higher, or the entry earlier`,
  }),
  E307: (p: { found: string }) => ({
    message: 'this is no command that a rehearsal knows',
    expected: 'a line that starts with kubectl or argocd',
    found: p.found,
    fix: 'write it as typed: kubectl argo rollouts set image NAME CONTAINER=IMAGE',
  }),
  E308: (p: Unknown & { of: string }) => ({
    message: `${p.of} has no command ${quoted(p.found)} here`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, p.found === 'apply' ? 'write apply: FILE instead of run' : `write ${oneOf(p.known)}`),
  }),
  E309: (p: Unknown & { of: string }) => ({
    message: `${p.of} has no flag ${p.found}`,
    expected: p.known.length === 0 ? 'no flag' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'remove it'),
  }),
  E310: (p: { usage: string; found: string }) => ({
    message: SHELL_OPERATOR.test(p.found)
      ? 'a script entry runs one command, without a shell'
      : 'the command lacks something or has too much',
    expected: p.usage,
    found: p.found,
    fix: SHELL_OPERATOR.test(p.found) ? 'write an entry of its own for each command' : `write ${p.usage}`,
  }),
  E311: (p: { flag: string; found: string; expected: string }) => ({
    message: `the value of ${p.flag} is wrong`,
    expected: p.expected,
    found: p.found,
    fix: `write ${p.flag} with ${p.expected}`,
  }),
  E312: () => ({
    message: 'a quote in the command is not closed',
    expected: 'the closing quote',
    fix: 'close the quote',
  }),
  W313: (p: Unknown & { namespace: string }) => ({
    message: `no manifest has a Rollout ${quoted(p.found)} in the namespace ${p.namespace}, so this command will fail`,
    expected: p.known.length === 0 ? 'a Rollout of the manifests' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'check the name and the namespace (-n)'),
  }),
  W314: (p: Unknown & { rollout: string }) => ({
    message: `the Rollout ${p.rollout} has no container ${quoted(p.found)}, so this command will fail`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${p.known[0] ?? 'a container'}=IMAGE`),
  }),
  E315: (p: { detail: string; found: string }) => ({
    message: 'this condition cannot be read',
    expected: p.detail,
    found: p.found,
    fix: p.found === '=' ? 'did you mean ==?' : 'write a comparison such as rollout.phase == "Healthy"',
  }),
  E316: (p: Unknown) => ({
    message: `conditions know nothing named ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, 'put quotes around it if text is meant'),
  }),
  E317: (p: Unknown & { of: string }) => ({
    message: `${p.of} has no member ${quoted(p.found)}`,
    expected: p.known.length === 0 ? 'no member' : oneOf(p.known),
    found: p.found,
    fix: meant(p, p.known.length === 0 ? `write ${p.of} alone` : `write ${p.of}.${p.known[0] ?? ''}`),
  }),
  W318: (p: { kind: string; name: string; namespace: string; suggestion: string | undefined }) => ({
    message: `no manifest has a ${p.kind} ${quoted(p.name)} in the namespace ${p.namespace}`,
    expected: 'an object of the manifests, or one that controllers make during the run',
    found: p.name,
    fix: p.suggestion === undefined ? 'check kind, name and namespace' : `did you mean ${p.suggestion}?`,
  }),
  W319: (p: { image: string; known: readonly string[]; suggestion: string | undefined }) => ({
    message: `no pod will ever run the image ${quoted(p.image)}`,
    expected: oneOf(p.known),
    found: p.image,
    fix: p.suggestion === undefined ? 'check the name and the tag' : `did you mean ${p.suggestion}?`,
  }),
  E320: (p: { forms: readonly string[] }) => ({
    message: 'this expectation expects nothing',
    expected: oneOf(p.forms),
    fix: 'add a condition, such as always: stable.available >= 4',
  }),
  E321: (p: { first: string; second: string }) => ({
    message: 'an expectation has one condition',
    expected: 'one condition',
    found: `${p.first} and ${p.second}`,
    fix: 'write two expectations',
  }),
  E322: (p: { key: string; needs: string }) => ({
    message: `${p.key} goes with ${p.needs}`,
    expected: `${p.needs} beside ${p.key}`,
    found: `${p.key} alone`,
    fix: `remove ${p.key}, or write ${p.needs}`,
  }),
  E323: (p: { from: string; until: string }) => ({
    message: 'this expectation ends before it begins',
    expected: 'from before until',
    found: `from ${p.from} until ${p.until}`,
    fix: 'swap the two',
  }),
  E324: (p: { subject: string; known: readonly string[] }) => ({
    message: `the condition speaks of a ${p.subject}, and the manifests have several`,
    expected: `${p.subject}: ${p.known[0] ?? 'NAME'}`,
    found: p.known.join(', '),
    fix: `add ${p.subject}: NAME beside the condition`,
  }),
  E325: (p: Unknown & { kind: string }) => ({
    message: `no manifest has a ${p.kind} ${quoted(p.found)}`,
    expected: p.known.length === 0 ? `a ${p.kind} of the manifests` : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'check the name'),
  }),
  E326: (p: Unknown) => ({
    message: `the kind ${quoted(p.found)} is not known, so its apiVersion cannot be guessed`,
    expected: 'apiVersion beside kind',
    found: p.found,
    fix: meant(p, 'add apiVersion'),
  }),
  E327: (p: { reason: string }) => ({
    message: 'this condition cannot be computed',
    expected: 'values that go together',
    found: p.reason,
    fix: 'compare texts with texts, and numbers with numbers',
  }),
  E328: (p: { reason: string }) => ({
    message: 'this condition is neither true nor false',
    expected: 'a comparison, or a name that is true or false',
    found: `what ${p.reason}`,
    fix: 'write a comparison such as rollout.phase == "Healthy"',
  }),
  W329: (p: { found: string; kinds: readonly string[] }) => ({
    message: `this can never hold: no manifest has a ${p.kinds.join(' or a ')}`,
    expected: `a ${p.kinds.join(' or a ')} among the manifests, or a condition such as seconds >= 60`,
    found: p.found,
    fix: `add the ${p.kinds[0] ?? 'Rollout'}, or write at: 1m instead of when`,
  }),
  E330: (p: Unknown) => ({
    message: `the cluster has no node ${quoted(p.found)}`,
    expected: p.known.length === 0 ? 'a node of spec.cluster.nodes (there is none)' : oneOf(p.known),
    found: p.found,
    fix: meant(p, p.known.length === 0 ? 'add it: cluster: {nodes: [{name: node-1}]}' : 'check the name'),
  }),
  E331: (p: { kind: string }) => ({
    message: `a fault of the kind ${p.kind} is over at once`,
    expected: 'for beside kind: crash-loop or unready',
    found: `for beside kind: ${p.kind}`,
    fix: 'remove for',
  }),
  E333: (p: Unknown) => ({
    message: p.known.length === 0 ? 'the scenario has no Git repository' : 'this is no Git repository of the scenario',
    expected: p.known.length === 0 ? 'a repository under spec.git' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'name the repository, and give it under spec.git'),
  }),
  E334: (p: { found: string }) => ({
    message: 'this says not which image a container gets',
    expected: 'CONTAINER=IMAGE, or KIND/NAME:CONTAINER=IMAGE',
    found: p.found,
    fix: 'write web=registry.example/shop:v2',
  }),
  E335: (p: Unknown & { of: string }) => ({
    message: `${p.of} is never ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `compare ${p.of} with one of these values`),
  }),
  E332: (p: { faults: readonly string[] }) => ({
    message: 'this entry says not what happens to which node',
    expected: oneOf(p.faults),
    fix: 'write node: {drain: NAME}',
  }),
};
