import { translateRe2 } from './translate.ts';

export { RegexpError } from './translate.ts';

const compiled = new Map<string, RegExp>();

/**
 * A regular expression as labels are matched with it: anchored at both ends, `.` also matches a newline. Throws a RegexpError.
 * Source: model/labels/regexp.go NewFastRegexMatcher.
 */
export function anchoredRe2(pattern: string): RegExp {
  let regexp = compiled.get(pattern);
  if (regexp === undefined) {
    regexp = new RegExp(`^(?:${translateRe2(pattern)})$`, 'u');
    compiled.set(pattern, regexp);
  }
  return regexp;
}

/**
 * A template with the groups of a match put in: `$1`, `${1}`, `$name`, `$$`; a group that does not exist is empty, and `$1x` is the
 * group named `1x`. Source: Go regexp.Expand.
 */
export function expandTemplate(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}
