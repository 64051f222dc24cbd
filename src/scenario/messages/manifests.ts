import { meant, oneOf, quoted, withArticle, type Mistyped, type Sentence, type Unknown } from './words.ts';

interface UnknownField extends Unknown {
  readonly path: string;
}

function unknownField(p: UnknownField): Sentence {
  return {
    message: `${p.path === '' ? 'the object' : p.path} has no field ${quoted(p.found)}`,
    expected: p.known.length <= 24 ? oneOf(p.known) : 'a field of this type',
    found: p.found,
    fix: meant(p, 'remove it, or check where it belongs'),
  };
}

/** E4, W4, N4: manifests. */
export const manifests = {
  E401: (p: { found: string }) => ({
    message: 'a manifest is a mapping',
    expected: 'apiVersion, kind, metadata',
    found: p.found,
    fix: 'remove the document, or separate documents by ---',
  }),
  E402: (p: { kind: string; apiVersion: string | undefined }) => ({
    message: `the ${p.kind} says no apiVersion`,
    expected: p.apiVersion === undefined ? 'apiVersion' : `apiVersion: ${p.apiVersion}`,
    fix: p.apiVersion === undefined ? 'add apiVersion' : `add apiVersion: ${p.apiVersion}`,
  }),
  E403: (p: { found: string }) => ({
    message: 'the document says not what it is',
    expected: 'apiVersion and kind',
    found: p.found,
    fix: 'add kind, or leave the file out of the manifests if it is none (Helm values, for instance)',
  }),
  E404: (p: { kind: string }) => ({
    message: `the ${p.kind} has no name`,
    expected: 'metadata.name',
    fix: 'add metadata: {name: …}',
  }),
  E405: (p: { kind: string; found: string }) => ({
    message: `the API server would refuse this name of ${withArticle(p.kind)}`,
    expected: 'lower-case letters, digits, dashes and dots, a letter or digit at both ends, at most 253',
    found: p.found,
    fix: 'rename it',
  }),
  E406: (p: { kind: string; name: string; where: string; before: string; after: string }) => ({
    message: `the ${p.kind} ${quoted(p.name)} is given in another version, too (${p.where})`,
    expected: 'one version of each object',
    found: p.name,
    fix:
      p.before === p.after
        ? 'put the new version into a file of its own and name it with --then (in a scenario: apply: FILE), or rename one of the two'
        : `rehearse the change from one to the other: rehearse ${p.before} --then ${p.after} (in a scenario: apply: ${p.after})`,
  }),
  E407: (p: Mistyped & { expected: string }) => ({
    message: `${p.path} has the wrong type, so the API server would refuse the object`,
    expected: p.expected,
    found: p.found,
    fix: `write ${p.expected}`,
  }),
  W408: unknownField,
  E433: (p: UnknownField) => ({
    ...unknownField(p),
    fix: `${meant(p, 'remove it, or check where it belongs')} (--validate=warn or ignore reads on without it)`,
  }),
  E409: () => ({
    message: 'no manifest is given',
    expected: 'at least one object',
    fix: 'name files that have objects in them',
  }),
  E410: (p: { kinds: string }) => ({
    message: 'no Rollout is given (and no Deployment, Experiment or AnalysisRun), so there is nothing to rehearse',
    expected: 'a manifest with apiVersion: argoproj.io/v1alpha1 and kind: Rollout',
    found: p.kinds,
    fix: 'add the file that has the Rollout',
  }),
  E411: (p: { kind: string; found: string; expected: string; since: string | undefined }) => ({
    message:
      p.since === undefined
        ? `no ${p.kind} has this apiVersion`
        : `Kubernetes ${p.since} removed ${p.found} of the ${p.kind}`,
    expected: p.expected,
    found: p.found,
    fix: `write apiVersion: ${p.expected}`,
  }),
  E412: (p: Unknown & { apiVersion: string }) => ({
    message: `${p.apiVersion} has no kind ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${oneOf(p.known)}`),
  }),
  E413: (p: { found: string }) => ({
    message: 'the items of a List are a list',
    expected: 'items: [manifests]',
    found: p.found,
    fix: 'put a dash before each manifest',
  }),
  N414: (p: { kind: string; name: string }) => ({
    message: `the ${p.kind} has generateName instead of a name, as for kubectl create: here it is named ${p.name}`,
  }),
  E415: (p: { kind: string; build: string }) => ({
    message: `${withArticle(p.kind)} is an instruction to build manifests, not a manifest`,
    expected: 'what it builds',
    found: `kind: ${p.kind}`,
    fix: `build it first: ${p.build}`,
  }),
  E416: (p: Mistyped) => ({
    message: `${p.path} is text in Kubernetes, and YAML reads this as ${/^(true|false)$/.test(p.found) ? 'true or false' : 'a number'}`,
    expected: 'text',
    found: p.found,
    fix: 'put quotes around it',
  }),
  E417: (p: Mistyped) => ({
    message: `${p.path} is a number in Kubernetes, and quotes make it text`,
    expected: 'a whole number',
    found: p.found,
    fix: 'remove the quotes',
  }),
  E418: (p: Mistyped) => ({
    message: `${p.path} is true or false in Kubernetes, and quotes make it text`,
    expected: 'true or false',
    found: p.found,
    fix: 'remove the quotes',
  }),
  E419: (p: Mistyped) => ({
    message: `${p.path} is a whole number in Kubernetes`,
    expected: 'a whole number',
    found: p.found,
    fix: 'remove the fraction',
  }),
  E420: (p: Mistyped) => ({
    message: `${p.path} is no quantity`,
    expected: 'a Kubernetes quantity such as 500m, 2, 64Mi or 1Gi',
    found: p.found,
    fix: 'write a number, with a suffix such as m, Mi or Gi',
  }),
  E421: (p: Mistyped) => ({
    message: `${p.path} is no time`,
    expected: 'a time such as 2026-01-01T00:00:00Z',
    found: p.found,
    fix: 'write it as YYYY-MM-DDThh:mm:ssZ',
  }),
  E422: (p: Mistyped) => ({
    message: `${p.path} is a list in Kubernetes`,
    expected: 'a list',
    found: p.found,
    fix: 'put a dash before each item',
  }),
  E423: (p: Mistyped) => ({
    message: `${p.path} is a mapping in Kubernetes`,
    expected: 'a mapping',
    found: p.found,
    fix: 'remove the dashes, or indent the keys below it',
  }),
  E424: (p: Mistyped) => ({
    message: `${p.path} is a number or a percentage in Kubernetes`,
    expected: 'a whole number, or text such as "25%"',
    found: p.found,
    fix: 'write a whole number or a percentage',
  }),
  E425: (p: Mistyped & { limit: string }) => ({
    message: `${p.path} does not fit the 32 bits that Kubernetes has for it`,
    expected: p.limit,
    found: p.found,
    fix: 'write a smaller number',
  }),
  E430: (p: { found: string }) => ({
    message: 'the API server would refuse this name of a namespace',
    expected: 'lower-case letters, digits and dashes, a letter or digit at both ends, at most 63',
    found: p.found,
    fix: 'rename it',
  }),
  E431: (p: Mistyped & { most: number }) => ({
    message: `${p.path} asks for more pods than Rehearse simulates: each of them is started, scheduled and watched by itself`,
    expected: `at most ${p.most}`,
    found: p.found,
    fix: 'rehearse with fewer; shares and percentages come out alike',
  }),
  W426: (p: { kind: string }) => ({
    message: `the status of ${withArticle(p.kind)} is not applied: controllers write it`,
    expected: 'no status',
    found: 'status',
    fix: 'remove it (kubectl get -o yaml adds it)',
  }),
  E427: (p: { part: string; path: string }) => ({
    message: `${p.part} is not modelled: what it would do is known to it alone`,
    expected: 'only what this version models, so that no result is made up',
    found: p.path,
    fix: 'leave this part out of the rehearsal, or put what it stands for in its place (a pause, an analysis)',
  }),
  E434: (p: { kind: string; path: string; missing: readonly string[] }) => ({
    message: `${p.path === '' ? `the ${p.kind}` : p.path} has no ${p.missing.join(', no ')}, and the API server requires ${p.missing.length === 1 ? 'it' : 'them'}`,
    expected: p.missing.join(', '),
    found: 'nothing',
    fix: `add ${p.missing.join(', ')}`,
  }),
  E435: (p: Mistyped & { limit: string }) => ({
    message: `${p.path} is beyond what Rehearse simulates`,
    expected: p.limit,
    found: p.found,
    fix: 'rehearse with less (docs/limits.md has every limit)',
  }),
  W436: (p: { what: string; build: string }) => ({
    message: `the files that this Kustomization lists are read as they are: it also sets ${p.what}, which is not applied`,
    expected: 'what it builds',
    found: p.what,
    fix: `build it first: ${p.build}`,
  }),
  W437: (p: { what: string; build: string }) => ({
    message: `this Kustomization lists resources that cannot be read here: ${p.what}`,
    expected: 'files and folders of this machine',
    found: p.what,
    fix: `build it first: ${p.build}`,
  }),
  N438: (p: { found: string }) => ({
    message: `this is not a Kubernetes object and is left out (${p.found})`,
  }),
  W439: (p: { kind: string; found: string; since: string; instead: string | undefined }) => ({
    message: `Kubernetes ${p.since} removed ${p.found} of the ${p.kind}, so kubectl apply would refuse it`,
    expected: p.instead ?? 'a kind that Kubernetes still serves',
    found: p.found,
    fix: p.instead === undefined ? 'remove the object' : `write apiVersion: ${p.instead}`,
  }),
  W440: (p: { kind: string; name: string; where: string; before: string; after: string }) => ({
    message: `the folder has two versions of the ${p.kind} ${quoted(p.name)} (${p.where}): this one is applied after the other, once the Rollout is Healthy`,
    expected: 'one version of each object',
    found: p.name,
    fix: `name the files to choose: rehearse ${p.before} --then ${p.after}`,
  }),
  N441: (p: { kinds: string }) => ({
    message: `there is nothing to run: no Rollout is given (and no Deployment, Experiment or AnalysisRun), only ${p.kinds}`,
  }),
  W442: (p: Mistyped & { suggestion: string | undefined }) => ({
    message: `${p.path} is not a duration: the controller will say InvalidSpec and do nothing`,
    expected: 'a Go duration such as 30s, 5m or 1h30m (there are no days), or a number of seconds',
    found: p.found,
    fix: p.suggestion === undefined ? 'write a number with s, m or h' : `write ${p.suggestion}`,
  }),
  W429: (p: { kind: string; fields: string }) => ({
    message: `only the API server sets these fields of ${withArticle(p.kind)}: they are left out`,
    expected: 'metadata as a person writes it',
    found: p.fields,
    fix: 'remove them (kubectl get -o yaml adds them)',
  }),
  W428: (p: { path: string; keys: string }) => ({
    message: `${p.path} is one step, and a step does one thing`,
    expected: 'one key a step',
    found: p.keys,
    fix: 'put a dash before each of them',
  }),
};
