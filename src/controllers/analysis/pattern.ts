const FLAGS = /^\(\?([imsU]+)\)/;

function compile(pattern: string): RegExp | undefined {
  const flags = FLAGS.exec(pattern)?.[1] ?? '';
  const body = flags === '' ? pattern : pattern.replace(FLAGS, '');
  const chosen = ['i', 'm', 's'].filter((flag) => flags.includes(flag)).join('');
  try {
    return new RegExp(body, `u${chosen}`);
  } catch {
    return undefined;
  }
}

/** Whether a pattern is found anywhere in a text; a broken pattern is found nowhere. Source: Go regexp.MatchString. */
export function matchesPattern(pattern: string, text: string): boolean {
  return compile(pattern)?.test(text) ?? false;
}
