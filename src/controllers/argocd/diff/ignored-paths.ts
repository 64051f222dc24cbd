import type { ResourceIgnoreDifferences } from '../../../api/argocd/application.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { own, setOwn } from '../../../text/own.ts';

export interface IgnoredPath {
  readonly parts: readonly (string | number | { readonly each: true })[];
}

/** Source: RFC 6901; `/spec/template/metadata/annotations/example.com~1x` has the key `example.com/x`. */
export function parseJsonPointer(pointer: string): IgnoredPath | undefined {
  if (!pointer.startsWith('/')) return undefined;
  const parts = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return { parts };
}

const JQ_PART = /^(?:\.([A-Za-z_][A-Za-z0-9_]*)|\.?"([^"]*)"|\.?\["([^"]*)"\]|\.?\[(\d+)\]|\.?(\[\]))\??/;

/**
 * A jq path expression of keys, positions and `[]`, such as `.spec.http[].route[].weight` or `.spec.template.metadata.annotations["a.b/c"]`. Undefined
 * for one that filters or computes: those are not modelled.
 */
export function parseJqPath(expression: string): IgnoredPath | undefined {
  const parts: (string | number | { readonly each: true })[] = [];
  let rest = expression.trim();
  if (!rest.startsWith('.') || rest === '.') return undefined;
  while (rest !== '') {
    const match = JQ_PART.exec(rest);
    if (match === null) return undefined;
    const [whole, plain, quoted, bracketed, position, each] = match;
    if (each !== undefined) parts.push({ each: true });
    else if (position !== undefined) parts.push(Number(position));
    else parts.push(plain ?? quoted ?? bracketed ?? '');
    rest = rest.slice(whole.length);
  }
  return { parts };
}

/** The paths that an Application ignores in objects of a kind, and the expressions among them that are not modelled. */
export function ignoredPaths(
  rules: readonly ResourceIgnoreDifferences[],
  object: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string },
): { readonly paths: readonly IgnoredPath[]; readonly notModelled: readonly string[] } {
  const paths: IgnoredPath[] = [];
  const notModelled: string[] = [];
  const take = (path: IgnoredPath | undefined, text: string): void => {
    if (path === undefined) notModelled.push(text);
    else paths.push(path);
  };
  for (const rule of rules) {
    if (!concerns(rule, object)) continue;
    for (const pointer of rule.jsonPointers ?? []) take(parseJsonPointer(pointer), pointer);
    for (const expression of rule.jqPathExpressions ?? []) take(parseJqPath(expression), expression);
    for (const manager of rule.managedFieldsManagers ?? []) notModelled.push(`managedFieldsManagers ${manager}`);
  }
  return { paths, notModelled };
}

/** `*` stands for every group or kind. Source: util/argo/normalizers/diff_normalizer.go */
function concerns(
  rule: ResourceIgnoreDifferences,
  object: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string },
): boolean {
  const same = (wanted: string | undefined, found: string): boolean => wanted === '*' || (wanted ?? '') === found;
  const sameIfSaid = (wanted: string | undefined, found: string): boolean => (wanted ?? '') === '' || wanted === found;
  return (
    same(rule.group, object.group) &&
    same(rule.kind, object.kind) &&
    sameIfSaid(rule.name, object.name) &&
    sameIfSaid(rule.namespace, object.namespace)
  );
}

/** The object without what stands at the paths. */
export function withoutPaths(object: JsonObject, paths: readonly IgnoredPath[]): JsonObject {
  let result: Json = object;
  for (const { parts } of paths) result = without(result, parts);
  return isJsonObject(result) ? result : object;
}

function without(value: Json, parts: IgnoredPath['parts']): Json {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  const last = rest.length === 0;
  if (isJsonArray(value)) {
    if (typeof part === 'string') return value;
    const hit = (index: number): boolean => typeof part === 'object' || index === part;
    return last
      ? value.filter((_, index) => !hit(index))
      : value.map((item, index) => (hit(index) ? without(item, rest) : item));
  }
  if (!isJsonObject(value)) return value;
  const keys = typeof part === 'object' ? Object.keys(value) : [String(part)];
  const result: Record<string, Json | undefined> = { ...value };
  for (const key of keys) {
    const inner = own(value, key);
    if (inner === undefined) continue;
    if (last) delete result[key];
    else setOwn(result, key, without(inner, rest));
  }
  return result;
}
