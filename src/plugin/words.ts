/** A word of a command line, with where it stands in it; quotes are taken off. */
export interface CommandWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The words of a line as a shell splits it: blanks, quotes and backslashes. `open` is where a quote begins that is never closed. */
export function splitCommand(line: string): {
  readonly words: readonly CommandWord[];
  readonly open: number | undefined;
} {
  const words: CommandWord[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line[at] ?? '')) {
      at += 1;
      continue;
    }
    const word = readWord(line, at);
    if (word.open !== undefined) return { words, open: word.open };
    words.push({ text: word.text, start: at, end: word.end });
    at = word.end;
  }
  return { words, open: undefined };
}

interface Read {
  readonly text: string;
  readonly end: number;
  readonly open: number | undefined;
}

function readWord(line: string, start: number): Read {
  let text = '';
  let at = start;
  while (at < line.length && !/\s/.test(line[at] ?? '')) {
    const letter = line[at] ?? '';
    if (letter === '"' || letter === "'") {
      const close = line.indexOf(letter, at + 1);
      if (close < 0) return { text, end: line.length, open: at };
      text += line.slice(at + 1, close);
      at = close + 1;
    } else if (letter === '\\') {
      text += line[at + 1] ?? '';
      at += 2;
    } else {
      text += letter;
      at += 1;
    }
  }
  return { text, end: Math.min(at, line.length), open: undefined };
}
