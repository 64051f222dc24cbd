import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import type { ScenarioFile } from './schema/scenario.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { didYouMean } from './suggest.ts';
import { placeOfKey, placeOfValue } from './yaml-path.ts';

/** Warns of images whose behaviour is described, or whose pods are acted on, though nothing ever runs them. */
export function checkImages(context: ScenarioContext, spec: ScenarioFile['spec']): void {
  const { document, diagnostics } = context;
  const known = knownImages(context, spec);
  if (known === undefined) return;
  const warnedOf = (image: string): boolean => known.includes(image);
  for (const image of Object.keys(spec.images)) {
    if (warnedOf(image)) continue;
    const place = placeOfKey(document, ['spec', 'images', image]);
    diagnostics.add('W224', place, { image, known, suggestion: didYouMean(image, known) });
  }
  spec.script.forEach(({ pods, image, fault }, index) => {
    const named = pods?.image ?? fault?.image ?? image?.name;
    if (named === undefined || warnedOf(named)) return;
    const key = image !== undefined ? ['image', 'name'] : [pods === undefined ? 'fault' : 'pods', 'image'];
    const place = placeOfValue(document, ['spec', 'script', index, ...key]);
    diagnostics.add('W319', place, { image: named, known, suggestion: didYouMean(named, known) });
  });
}

/** Images of manifests, commands, patches and applied manifests; undefined if a file is applied, which may have any. */
function knownImages(context: ScenarioContext, spec: ScenarioFile['spec']): readonly string[] | undefined {
  const found = new Set<string>();
  for (const { object } of context.manifests) addImages(object, found);
  for (const { run, apply, patch, commit } of spec.script) {
    if (typeof apply === 'string' || commit?.manifests !== undefined) return undefined;
    for (const text of [commit?.setImage ?? []].flat()) found.add(text.slice(text.indexOf('=') + 1));
    if (apply !== undefined) addImages(apply, found);
    if (patch !== undefined) addImages(patch.merge, found);
    for (const match of (run ?? '').matchAll(/[\w.*-]+=(\S+)/g))
      found.add((match[1] ?? '').replace(/^["']|["']$/g, ''));
  }
  return [...found].sort();
}

function addImages(value: Json, found: Set<string>): void {
  if (isJsonArray(value)) {
    for (const item of value) addImages(item, found);
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'image' && typeof item === 'string') found.add(item);
      else if (item !== undefined) addImages(item, found);
    }
  }
}
