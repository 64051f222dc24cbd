import { regexpError } from './classes.ts';
import { parseRegexp } from './parse-regexp.ts';
import type { Assertion, Pattern } from './pattern.ts';
import { type RuneSet, WORD } from './sets.ts';

/** A step of the machine; numbers are the steps that follow. */
type Instruction =
  | { readonly kind: 'match' }
  | { readonly kind: 'rune'; readonly set: RuneSet; readonly next: number }
  | { readonly kind: 'assert'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'split'; readonly nexts: readonly number[] };

/** A regular expression that can be tried on texts. */
export interface Regexp {
  /** Whether it matches anywhere in the text; `spend` is told the work done. */
  test(text: string, spend: (steps: number) => void): boolean;
}

const MAX_INSTRUCTIONS = 100_000;

/**
 * Compiles a regular expression of Go's syntax into a machine that follows all ways through it at once: the time that a
 * match takes grows with the text and the expression, never exponentially.
 */
export function compileRegexp(source: string): Regexp {
  const { instructions, start } = assemble(parseRegexp(source), source);
  return { test: (text, spend) => run(instructions, start, text, spend) };
}

function assemble(pattern: Pattern, source: string): { instructions: readonly Instruction[]; start: number } {
  const instructions: Instruction[] = [{ kind: 'match' }];
  const add = (instruction: Instruction): number => {
    if (instructions.length >= MAX_INSTRUCTIONS) {
      throw regexpError('expression too large', source);
    }
    return instructions.push(instruction) - 1;
  };
  /** Steps for a pattern that goes on at `next`; gives where they begin. */
  const emit = (part: Pattern, next: number): number => {
    switch (part.kind) {
      case 'rune':
        return add({ kind: 'rune', set: part.set, next });
      case 'assert':
        return add({ kind: 'assert', assertion: part.assertion, next });
      case 'sequence':
        return part.parts.reduceRight((after, inner) => emit(inner, after), next);
      case 'choice':
        return add({ kind: 'split', nexts: part.options.map((option) => emit(option, next)) });
      case 'repeat':
        return repeat(part.part, part.min, part.max, next);
    }
  };
  const repeat = (part: Pattern, min: number, max: number | undefined, next: number): number => {
    let start = next;
    let copies = min;
    if (max === undefined) {
      const loop = add({ kind: 'match' });
      const body = emit(part, loop);
      instructions[loop] = { kind: 'split', nexts: [body, next] };
      start = min === 0 ? loop : body;
      copies -= min === 0 ? 0 : 1;
    }
    for (let optional = (max ?? min) - min; optional > 0; optional -= 1) {
      start = add({ kind: 'split', nexts: [emit(part, start), next] });
    }
    for (; copies > 0; copies -= 1) start = emit(part, start);
    return start;
  };
  const start = emit(pattern, 0);
  return { instructions, start };
}

const isWord = (rune: number | undefined): boolean => rune !== undefined && WORD(rune);

function holds(assertion: Assertion, before: number | undefined, after: number | undefined): boolean {
  switch (assertion) {
    case 'beginText':
      return before === undefined;
    case 'endText':
      return after === undefined;
    case 'beginLine':
      return before === undefined || before === 0x0a;
    case 'endLine':
      return after === undefined || after === 0x0a;
    case 'word':
      return isWord(before) !== isWord(after);
    case 'noWord':
      return isWord(before) === isWord(after);
  }
}

function run(
  instructions: readonly Instruction[],
  start: number,
  text: string,
  spend: (steps: number) => void,
): boolean {
  const runes = Array.from(text, (character) => character.codePointAt(0) ?? 0xfffd);
  const seenAt = new Int32Array(instructions.length).fill(-1);
  spend(instructions.length);
  let waiting: number[] = [];
  for (let position = 0; position <= runes.length; position += 1) {
    const reached: number[] = [];
    const pending = [...waiting, start];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seenAt[at] === position) continue;
      seenAt[at] = position;
      const instruction = instructions[at];
      if (instruction === undefined) continue;
      if (instruction.kind === 'match') return true;
      if (instruction.kind === 'split') pending.push(...instruction.nexts);
      else if (instruction.kind === 'rune') reached.push(at);
      else if (holds(instruction.assertion, runes[position - 1], runes[position])) pending.push(instruction.next);
    }
    const rune = runes[position];
    waiting = [];
    for (const at of reached) {
      const instruction = instructions[at];
      if (instruction?.kind === 'rune' && rune !== undefined && instruction.set(rune)) waiting.push(instruction.next);
    }
    spend(reached.length + 1);
  }
  return false;
}
