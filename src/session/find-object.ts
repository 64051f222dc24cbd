import type { KubeObject, Resource } from '../api/resources.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { kindKey } from '../timeline/object-ref.ts';
import type { ChangeEntry, Timeline } from '../timeline/timeline.ts';
import { UsageError } from './usage-error.ts';

/** The namespace in which lists look: the one asked for, else the only one in which the run ever has such objects, else `default`. */
export function namespaceOfList(timeline: Timeline, resource: Resource<KubeObject>, asked: string | undefined): string {
  if (asked !== undefined) return asked;
  const namespaces = new Set(changesOf(timeline, resource).map(({ object }) => object.namespace));
  const [only = 'default'] = namespaces;
  return namespaces.size === 1 ? only : 'default';
}

function changesOf(timeline: Timeline, resource: Resource<KubeObject>): readonly ChangeEntry[] {
  return timeline.entries.filter(
    (entry): entry is ChangeEntry => entry.kind === 'change' && kindKey(entry.resource) === kindKey(resource),
  );
}

/** The namespace of the object of this name: the one asked for, else the only one in which the run ever has it. */
export function namespaceOf(
  timeline: Timeline,
  resource: Resource<KubeObject>,
  name: string,
  asked: string | undefined,
): string {
  const found = new Map<string, Set<string>>();
  for (const { object } of changesOf(timeline, resource)) {
    if (asked !== undefined && object.namespace !== asked) continue;
    found.set(object.name, (found.get(object.name) ?? new Set()).add(object.namespace));
  }
  const [first, second] = [...(found.get(name) ?? [])].sort();
  const kind = resource.kind.toLowerCase();
  if (first === undefined) {
    const names = [...found.keys()].sort();
    const known = names.length === 0 ? 'it has none' : `it has ${names.slice(0, 10).join(', ')}`;
    const meant = didYouMean(name, names);
    const help = meant === undefined ? `(the run is the one of the files given; ${known})` : `(did you mean ${meant}?)`;
    const where = asked === undefined ? '' : ` in the namespace ${asked}`;
    throw new UsageError(`the run has no ${kind} ${name}${where}`, help);
  }
  if (second !== undefined) {
    throw new UsageError(
      `the run has a ${kind} ${name} in several namespaces`,
      `(name one: -n ${first}, -n ${second})`,
    );
  }
  return first;
}
