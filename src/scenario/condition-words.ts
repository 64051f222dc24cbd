/** A token of a condition, with where it stands. */
export interface ConditionToken {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end' | 'wrong';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?<name>[A-Za-z_$][\w$]*)|(?<number>\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<sign>==|!=|<=|>=|&&|\|\||\?\?|\?\.|\*\*|\.\.|[-+*/%<>!().,?:[\]{}])/y;

/** The tokens of a condition; the last one is the end, or the first thing that is none. */
export function conditionTokens(condition: string): readonly ConditionToken[] {
  const tokens: ConditionToken[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(condition[at] ?? '')) at += 1;
    if (at >= condition.length) return [...tokens, { kind: 'end', text: '', start: at, end: at + 1 }];
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(condition);
    const groups = match?.groups ?? {};
    const kind = (['name', 'number', 'text', 'sign'] as const).find((name) => groups[name] !== undefined);
    if (match === null || kind === undefined) {
      return [...tokens, { kind: 'wrong', text: condition[at] ?? '', start: at, end: at + 1 }];
    }
    tokens.push({ kind, text: match[0], start: at, end: at + match[0].length });
    at += match[0].length;
  }
}
