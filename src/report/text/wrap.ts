import { printableLine } from '../../text/printable.ts';
import { textWidth } from '../../text/width.ts';
import type { Span } from '../moment.ts';
import type { Style } from './style.ts';

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
    for (const token of printableLine(text).match(/ +|[^ ]+/g) ?? []) {
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
