import { describe, expect, test } from 'vitest';
import { diagnose, sortDiagnostics } from '../../src/scenario/diagnostics.ts';
import { formatDiagnostic } from '../../src/scenario/format-diagnostic.ts';
import { sourceFile } from '../../src/scenario/source-file.ts';

const at = (text: string, word: string): { file: ReturnType<typeof sourceFile>; start: number; end: number } => {
  const start = text.indexOf(word);
  return { file: sourceFile('a.yaml', text), start, end: start + word.length };
};

describe('a diagnostic in print', () => {
  test('keeps tabs under tabs, so that the caret stands where it should', () => {
    const lines = formatDiagnostic(diagnose('E113', at('a:\n\t\t[x]: 1\n', '[x]'), { found: '[x]' })).split('\n');
    expect(lines.slice(1, 3)).toEqual(['    2 | \t\t[x]: 1', '      | \t\t^^^']);
  });

  test('puts carets below what they mark, however wide characters are', () => {
    const text = 'é: 漢字 😀 [x]: 1\n';
    const lines = formatDiagnostic(diagnose('E113', at(text, '字 😀'), { found: 'x' })).split('\n');
    expect(lines.slice(1, 3)).toEqual(['    1 | é: 漢字 😀 [x]: 1', '      |      ^^^^^']);
  });

  test('shows what would command a terminal, in each of its parts', () => {
    const hostile = 'x\u001b]0;t\u0007\u202e\u009b31m';
    const text = formatDiagnostic({
      ...diagnose('E113', at(`a: ${hostile} [x]`, '[x]'), { found: hostile }),
      expected: hostile,
      fix: hostile,
      message: hostile,
      file: hostile,
    });
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text.split('x\\u001b]0;t\\u0007\\u202e\\u009b31m')).toHaveLength(7);
    const [, source = '', caret = ''] = text.split('\n');
    expect(source.slice(caret.indexOf('^'))).toBe('[x]');
  });

  test('cuts long lines around the caret', () => {
    const text = `${'a'.repeat(300)}WRONG${'b'.repeat(300)}`;
    const [, source = '', caret = ''] = formatDiagnostic(diagnose('E113', at(text, 'WRONG'), { found: 'x' })).split(
      '\n',
    );
    expect(source.length).toBeLessThanOrEqual(130);
    expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('WRONG');
  });

  test('colours only if asked to', () => {
    const diagnostic = diagnose('E103', at('\ta: 1', '\t'), {});
    const escape = String.fromCharCode(27);
    expect(formatDiagnostic(diagnostic)).not.toContain(escape);
    expect(formatDiagnostic(diagnostic, { color: true })).toContain(`${escape}[31m`);
  });

  test('ends its carets with the line', () => {
    const text = 'a: "x\ny"\n';
    expect(diagnose('E113', { ...at(text, '"x'), end: text.length }, { found: 'x' }).endColumn).toBe(6);
  });
});

test('diagnostics are sorted by file, line and column, and the same thing is said once', () => {
  const text = 'a: 1\nb: 2\n';
  const first = diagnose('E113', at(text, 'a'), { found: 'a' });
  const second = diagnose('E113', at(text, 'b'), { found: 'b' });
  expect(sortDiagnostics([second, first, second])).toEqual([first, second]);
});
