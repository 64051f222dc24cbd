/** Whether a text fits a pattern in which `*` is any text, `?` any character, `[ab]` one of some, `{a,b}` one of several. Source: util/glob Match. */
export function globMatches(pattern: string, text: string): boolean {
  return new RegExp(`^${toRegExp(pattern)}$`, 's').test(text);
}

function toRegExp(pattern: string): string {
  let result = '';
  let depth = 0;
  for (let index = 0; index < pattern.length; index += 1) {
    const letter = pattern[index] ?? '';
    const close = letter === '[' ? pattern.indexOf(']', index + 1) : -1;
    if (letter === '*') result += '.*';
    else if (letter === '?') result += '.';
    else if (close > 0) {
      result += `[${pattern
        .slice(index + 1, close)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`;
      index = close;
    } else if (letter === '{') {
      depth += 1;
      result += '(?:';
    } else if (letter === '}' && depth > 0) {
      depth -= 1;
      result += ')';
    } else if (letter === ',' && depth > 0) result += '|';
    else result += letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
  }
  return result + ')'.repeat(depth);
}
