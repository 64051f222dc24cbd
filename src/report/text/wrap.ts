import type { Span } from '../moment.ts';
import type { Style } from './style.ts';

/** Columns that a character takes in a terminal: 2 for East Asian wide ones and most emoji, 0 for combining marks. */
function columnsOf(character: string): number {
  if (/\p{Mn}|\p{Me}|\u200d|\ufe0f/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Columns that a text takes in a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** Text that cannot command a terminal: control characters shown as `\x1b`, line ends as spaces. */
export function printable(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
    });
}

/** Breaks text that is longer than a line. */
function pieces(word: string, room: number): readonly string[] {
  const result: string[] = [];
  let piece = '';
  for (const character of word) {
    if (textWidth(piece + character) > room && piece !== '') {
      result.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...result, piece];
}

interface Word {
  readonly text: string;
  readonly tone: Span['tone'];
  /** Spaces before it, when it does not begin a line. */
  readonly gap: string;
}

function wordsOf(spans: readonly Span[], room: number): readonly Word[] {
  const words: Word[] = [];
  let gap = '';
  for (const { text, tone } of spans) {
    for (const token of printable(text).match(/ +|[^ ]+/g) ?? []) {
      if (token.startsWith(' ')) {
        gap += token;
        continue;
      }
      for (const piece of pieces(token, room)) {
        words.push({ text: piece, tone, gap });
        gap = '';
      }
    }
  }
  return words;
}

/** Words of one line, those of the same tone painted in one go. */
function paintLine(words: readonly Word[], style: Style): string {
  let line = '';
  let run = '';
  let tone: Span['tone'];
  for (const [index, word] of words.entries()) {
    const gap = index === 0 ? '' : word.gap;
    if (word.tone === tone) {
      run += gap + word.text;
    } else {
      line += style(run, tone) + gap;
      run = word.text;
      tone = word.tone;
    }
  }
  return line + style(run, tone);
}

/** Lines of at most `width` columns; breaks at spaces, and inside a word only when it is longer than a whole line. */
export function wrapSpans(spans: readonly Span[], width: number, style: Style): readonly string[] {
  const room = Math.max(width, 10);
  const lines: Word[][] = [[]];
  let used = 0;
  for (const word of wordsOf(spans, room)) {
    const taken = (used === 0 ? 0 : textWidth(word.gap)) + textWidth(word.text);
    if (used > 0 && used + taken > room) {
      lines.push([word]);
      used = textWidth(word.text);
    } else {
      lines.at(-1)?.push(word);
      used += taken;
    }
  }
  return lines.map((words) => paintLine(words, style));
}
