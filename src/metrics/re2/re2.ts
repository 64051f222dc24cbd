import { translateRe2 } from './translate.ts';

export { RegexpError } from './translate.ts';

/** An RE2 expression that can be matched, and the names of its groups. */
export interface Re2 {
  readonly regexp: RegExp;
  readonly names: readonly string[];
}

const compiled = new Map<string, Re2>();

function compile(pattern: string, around: (source: string) => string): Re2 {
  const key = around(pattern);
  let re2 = compiled.get(key);
  if (re2 === undefined) {
    const { source, names } = translateRe2(pattern);
    re2 = { regexp: new RegExp(around(source), 'u'), names };
    compiled.set(key, re2);
  }
  return re2;
}

/**
 * A regular expression as labels are matched with it: anchored at both ends, `.` also matches a newline. Throws a RegexpError.
 * Source: model/labels/regexp.go NewFastRegexMatcher.
 */
export function anchoredRe2(pattern: string): RegExp {
  return compile(pattern, (source) => `^(?:${source})$`).regexp;
}

/** A regular expression as it stands. Throws a RegexpError. */
export function plainRe2(pattern: string): Re2 {
  return compile(pattern, (source) => source);
}

/**
 * A template with the groups of a match put in: `$1`, `${1}`, `$name`, `$$`; a group that does not exist is empty, and `$1x` is the
 * group named `1x`. Of groups of one name the first that matched counts. Source: Go regexp.Expand.
 */
export function expandTemplate(template: string, match: RegExpExecArray, names: readonly string[]): string {
  const named = (name: string): string =>
    names.map((each, index) => (each === name ? match[index + 1] : undefined)).find((text) => text !== undefined) ?? '';
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    return /^\d+$/.test(name) ? (match[Number(name)] ?? '') : named(name);
  });
}
