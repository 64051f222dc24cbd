import seedrandom from 'seedrandom';
import { Sfc32 } from './sfc32.ts';

const TWO_32 = 0x1_0000_0000;
const TWO_26 = 0x400_0000;
const TWO_53 = 0x20_0000_0000_0000;

/** Random numbers of one purpose. */
export interface RandomStream {
  /** A number in [0, 1), a multiple of 2^-53. */
  uniform(): number;
  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number;
  /** A whole number from 0 to n - 1, each equally likely. Throws a RangeError unless n is a whole number, 1 to 2^32. */
  int(n: number): number;
}

/** The random streams of one run. */
export interface RandomStreams {
  /**
   * The stream of these names. The same names give the same stream, which goes on where it was; other names give an
   * independent one. What is drawn from a stream depends on the seed and the names alone, never on other streams.
   */
  stream(...names: readonly string[]): RandomStream;
}

/** Streams for the seed of a run. Neighbouring seeds and similar names are independent: both are hashed first. */
export function streams(seed: number | string): RandomStreams {
  const byKey = new Map<string, RandomStream>();
  return {
    stream(...names) {
      const key = streamKey(seed, names);
      let stream = byKey.get(key);
      if (stream === undefined) {
        stream = seededStream(key);
        byKey.set(key, stream);
      }
      return stream;
    },
  };
}

/** One text for seed and names, in ASCII (seedrandom looks at the low byte of a character only): 1, "a" gives [1,"a"]. */
function streamKey(seed: number | string, names: readonly string[]): string {
  return JSON.stringify([seed, ...names]).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function seededStream(key: string): RandomStream {
  const seeder = seedrandom(key);
  const words = new Sfc32(seeder.int32(), seeder.int32(), seeder.int32(), seeder.int32());
  return {
    uniform: () => {
      const high = words.next() >>> 5;
      return (high * TWO_26 + (words.next() >>> 6)) / TWO_53;
    },
    uint32: () => words.next(),
    int: (n) => {
      if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
        throw new RangeError(`n (=${n}) should be a whole number from 1 to 2^32`);
      }
      // Words at or above the largest multiple of n would favour small results.
      const limit = TWO_32 - (TWO_32 % n);
      let word = words.next();
      while (word >= limit) word = words.next();
      return word % n;
    },
  };
}
