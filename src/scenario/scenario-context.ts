import type { PodBehaviour } from '../world/cluster.ts';
import {
  type ConditionSubjects,
  type ObjectName,
  SUBJECT_KINDS,
  SUBJECT_NAMES,
  type SubjectName,
  VERSION_NAMES,
} from '../world/condition-subjects.ts';
import type { Files } from './files.ts';
import type { Manifest } from './manifest.ts';
import type { ManifestContext } from './manifests.ts';
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

/** What a scenario may write beside a condition: the names of what it speaks of. */
export type WrittenSubjects = Readonly<Partial<Record<SubjectName, string | undefined>>>;

/** Kinds of which a manifest must have the object that is named; controllers make the others. */
const WRITTEN: ReadonlySet<string> = new Set(['rollout', 'deployment']);

/** What the names of a condition speak of: the objects that are named. Reports a name that nothing has, and names of which there are several. */
export function conditionSubjects(
  context: ScenarioContext,
  written: WrittenSubjects,
  names: readonly string[],
  path: YamlPath,
  conditionKey: string,
): ConditionSubjects {
  const hasRollout = written.rollout !== undefined || manifestsOf(context, 'rollout').length > 0;
  const spokenOf = new Set(
    names.map((name) => (VERSION_NAMES.has(name) ? (hasRollout ? 'rollout' : 'deployment') : name)),
  );
  const subjects: Partial<Record<SubjectName, ObjectName>> = {};
  for (const subject of SUBJECT_NAMES) {
    const named = written[subject];
    if (named !== undefined) subjects[subject] = namedSubject(context, subject, named, [...path, subject]);
    else if (spokenOf.has(subject) && WRITTEN.has(subject))
      checkOnlyOne(context, subject, written, [...path, conditionKey]);
  }
  return subjects;
}

function manifestsOf({ manifests }: ScenarioContext, subject: SubjectName): readonly Manifest[] {
  return manifests.filter(({ object }) => object['kind'] === SUBJECT_KINDS[subject]);
}

/** A Deployment that a Rollout takes its pods from is the one that is meant. */
function checkOnlyOne(context: ScenarioContext, subject: SubjectName, written: WrittenSubjects, path: YamlPath): void {
  const all = manifestsOf(context, subject);
  if (all.length < 2 || (subject === 'deployment' && written.rollout !== undefined)) return;
  const place = placeOfValue(context.document, path);
  context.diagnostics.add('E324', place, { subject, known: all.map(({ name }) => name) });
}

function namedSubject(context: ScenarioContext, subject: SubjectName, named: string, path: YamlPath): ObjectName {
  const slash = named.indexOf('/');
  const wanted =
    slash < 0
      ? { namespace: context.namespace, name: named }
      : { namespace: named.slice(0, slash), name: named.slice(slash + 1) };
  if (!WRITTEN.has(subject)) return wanted;
  const all = manifestsOf(context, subject);
  if (!all.some(({ namespace, name }) => namespace === wanted.namespace && name === wanted.name)) {
    const known = all.map(({ namespace, name }) => (namespace === context.namespace ? name : `${namespace}/${name}`));
    const kind = SUBJECT_KINDS[subject];
    const place = placeOfValue(context.document, path);
    context.diagnostics.add('E325', place, { kind, found: named, known, suggestion: didYouMean(named, known) });
  }
  return wanted;
}
