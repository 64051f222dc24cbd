import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import { own } from '../text/own.ts';

function present(value: { readonly [key: string]: Json | undefined }): readonly [string, Json][] {
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) if (item !== undefined) entries.push([key, item]);
  return entries;
}

/**
 * Whether everything that `part` says is so in `whole`: what is null or empty in `part` is not compared, and lists are compared as far
 * as `part` goes. A key that `whole` has not is a difference, even if `part` has nothing there.
 * Source: k8s.io/apimachinery/third_party/forked/golang/reflect/deep_equal.go DeepDerivative, for unstructured objects.
 * Example: a template with one container is a derivative of the same template with a second container behind it.
 */
export function deepDerivative(part: Json, whole: Json): boolean {
  if (part === null || part === '') return true;
  if (isJsonArray(part)) {
    if (!isJsonArray(whole)) return false;
    if (part.length > whole.length) return false;
    return part.every((item, index) => deepDerivative(item, whole[index] ?? null));
  }
  if (isJsonObject(part)) {
    if (!isJsonObject(whole)) return false;
    const entries = present(part);
    if (entries.length > present(whole).length) return false;
    return entries.every(([key, item]) => {
      const other = own(whole, key);
      return other !== undefined && deepDerivative(item, other);
    });
  }
  return part === whole;
}
