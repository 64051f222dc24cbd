import { meant, oneOf, quoted, type Sentence, type Unknown, withArticle } from './words.ts';

interface Missing {
  readonly kind: string;
  /** The kind of the object that names it. */
  readonly by: string;
  readonly name: string;
  readonly namespace: string;
  readonly stub: string;
  readonly suggestion: string | undefined;
  /** Another namespace that has it, and whether its manifest says so itself. */
  readonly elsewhere: { readonly namespace: string; readonly isWritten: boolean } | undefined;
}

const missing = (p: Missing, consequence: string): Sentence =>
  p.elsewhere === undefined ? notGiven(p, consequence) : inOtherNamespace(p, p.elsewhere, consequence);

/** Namespaces that do not meet: the object is there, and nobody can see it from here. */
function inOtherNamespace(
  p: Missing,
  { namespace, isWritten }: NonNullable<Missing['elsewhere']>,
  consequence: string,
): Sentence {
  return {
    message: `the ${p.kind} ${quoted(p.name)} is in the namespace ${namespace}, not in ${p.namespace}: ${consequence}`,
    expected: `${withArticle(p.kind)} named ${p.name} in the namespace ${p.namespace}`,
    found: `${p.kind} ${namespace}/${p.name}`,
    fix: isWritten
      ? `write namespace: ${p.namespace} into the metadata of the ${p.kind}, or namespace: ${namespace} into those of the ${p.by}`
      : `add -n ${p.namespace}, or namespace: ${p.namespace} to the metadata of the ${p.kind}`,
  };
}

const notGiven = (p: Missing, consequence: string): Sentence => ({
  message: `the ${p.kind} ${quoted(p.name)} is not given: ${consequence}`,
  expected: `${withArticle(p.kind)} named ${p.name}${p.namespace === '' ? '' : ` in the namespace ${p.namespace}`}`,
  found: p.suggestion === undefined ? 'none' : p.suggestion,
  fix:
    p.suggestion === undefined
      ? `add it, or begin with this:\n${p.stub}`
      : `did you mean ${p.suggestion}? Else begin with this:\n${p.stub}`,
});

/** What comes of a template that is not there. */
function withoutTemplate({ by }: Missing): string {
  return by === 'Experiment' ? 'the Experiment will end in Error' : INVALID;
}

const INVALID = 'the controller will say InvalidSpec and do nothing';
const FAILS = 'the controller will fail and try again without end';

/** W5, N5: objects that manifests name, and kinds that nothing acts on. */
export const references = {
  W501: (p: Missing) => missing(p, INVALID),
  W502: (p: Missing) => missing(p, INVALID),
  W503: (p: Missing) => missing(p, INVALID),
  W504: (p: Missing) => missing(p, FAILS),
  W505: (p: Missing) => missing(p, withoutTemplate(p)),
  W506: (p: Missing) => missing(p, withoutTemplate(p)),
  W507: (p: Missing) => missing(p, INVALID),
  W508: (p: Missing) => missing(p, INVALID),
  W509: (p: Missing) => missing(p, FAILS),
  W510: (p: { service: string; label: string; rollout: string }) => ({
    message: `the Service ${quoted(p.service)} selects by ${p.label}, which the pods of ${p.rollout} do not have: ${INVALID}`,
    expected: `pods with ${p.label}`,
    found: 'pods without it',
    fix: 'correct the selector of the Service or the labels of the template',
  }),
  W511: (p: Missing) => missing(p, FAILS),
  W512: (p: Missing) => missing(p, INVALID),
  W513: (p: Missing) => missing(p, FAILS),
  W514: (p: Missing) => missing(p, FAILS),
  W515: (p: Missing) => missing(p, 'the analysis that takes an argument from it will end in Error'),
  W516: (p: Unknown) => ({
    message: `no Git repository of the rehearsal is ${p.found}, so Argo CD has nothing to compare this Application with`,
    expected: p.known.length === 0 ? 'a repository under spec.git of a scenario' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'give the repository under spec.git, with this url'),
  }),
  N520: (p: { kind: string; apiVersion: string; count: number }) => ({
    message: `objects of the kind ${p.kind} (${p.apiVersion}) are kept, but nothing acts on them${p.count > 1 ? ` (${p.count} objects)` : ''}`,
  }),
};
