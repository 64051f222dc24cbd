import type { Arguments, Flag } from './command.ts';
import { isTrue, SWITCH } from './flag-values.ts';
import type { CommandProblem } from './problem.ts';
import type { CommandWord } from './words.ts';

/** Words sorted into flags and arguments. */
export interface SortedWords {
  readonly args: Arguments;
  readonly problems: readonly CommandProblem[];
}

/** One flag as written: `--name=value`, `--name value`, `-n value`, `-nvalue`, or a switch. */
interface Written {
  readonly flag: Flag;
  readonly shown: string;
  readonly at: CommandWord;
  readonly value: CommandWord | undefined;
}

class FlagReader {
  readonly #flags: readonly Flag[];
  readonly #of: string;
  readonly #values = new Map<string, string>();
  readonly #operands: CommandWord[] = [];
  readonly #problems: CommandProblem[] = [];
  #rest: readonly CommandWord[];

  constructor(flags: readonly Flag[], words: readonly CommandWord[], of: string) {
    this.#flags = flags;
    this.#rest = words;
    this.#of = of;
  }

  read(): SortedWords {
    for (let word = this.#next(); word !== undefined; word = this.#next()) {
      if (word.text === '--') {
        this.#operands.push(...this.#rest);
        break;
      }
      if (!word.text.startsWith('-') || word.text === '-') this.#operands.push(word);
      else if (word.text.startsWith('--')) this.#long(word);
      else this.#letters(word);
    }
    const values = this.#values;
    const args: Arguments = {
      operands: this.#operands,
      value: (flag) => values.get(flag),
      isOn: (flag) => isTrue(values.get(flag)),
      flags: values,
    };
    return { args, problems: this.#problems };
  }

  #next(): CommandWord | undefined {
    const [word, ...rest] = this.#rest;
    this.#rest = rest;
    return word;
  }

  #long(word: CommandWord): void {
    const equals = word.text.indexOf('=');
    const name = equals < 0 ? word.text : word.text.slice(0, equals);
    const flag = this.#flags.find((candidate) => `--${candidate.name}` === name);
    if (flag === undefined) {
      this.#unknown(name, word);
    } else if (equals >= 0) {
      this.#set({ flag, shown: name, at: word, value: tail(word, equals + 1) });
    } else {
      const value = flag.value === undefined ? undefined : this.#next();
      this.#set({ flag, shown: name, at: word, value });
    }
  }

  /** Letters may stand together: `-ca` is `-c -a`; what follows a letter that takes a value is the value. */
  #letters(word: CommandWord): void {
    for (let index = 1; index < word.text.length; index += 1) {
      const letter = word.text[index] ?? '';
      const shown = `-${letter}`;
      const flag = this.#flags.find(({ short }) => short === letter);
      if (flag === undefined) {
        this.#unknown(shown, word);
        return;
      }
      const equals = word.text[index + 1] === '=';
      if (flag.value !== undefined || equals) {
        const start = index + (equals ? 2 : 1);
        const attached = equals || start < word.text.length;
        this.#set({ flag, shown, at: word, value: attached ? tail(word, start) : this.#next() });
        return;
      }
      this.#set({ flag, shown, at: word, value: undefined });
    }
  }

  #unknown(found: string, { start }: CommandWord): void {
    const known = this.#flags.flatMap(({ name, short }) => [
      `--${name}`,
      ...(short === undefined ? [] : [`-${short}`]),
    ]);
    this.#problems.push({ kind: 'unknownFlag', start, end: start + found.length, of: this.#of, found, known });
  }

  #set({ flag, shown, at, value }: Written): void {
    if (flag.value === undefined && value === undefined) {
      this.#values.set(flag.name, 'true');
      return;
    }
    const wanted = flag.value ?? SWITCH;
    const text = value?.text ?? '';
    if (!wanted.accepts(text)) {
      const { start, end } = value === undefined || value.start >= value.end ? at : value;
      const found = text === '' ? 'nothing' : text;
      this.#problems.push({ kind: 'flagValue', start, end, flag: shown, found, expected: wanted.about });
      return;
    }
    this.#values.set(flag.name, text);
  }
}

/** The end of a word, from a letter on. */
function tail(word: CommandWord, from: number): CommandWord {
  return { text: word.text.slice(from), start: Math.min(word.start + from, word.end), end: word.end };
}

/**
 * Sorts words into flags and arguments, as the reference's flag library does; `of` is the command in messages.
 * Source: github.com/spf13/pflag FlagSet.parseArgs.
 */
export function readFlags(flags: readonly Flag[], words: readonly CommandWord[], of: string): SortedWords {
  return new FlagReader(flags, words, of).read();
}
