import { type CommandGrammar, COMMANDS, type CommandTree, isGrammar } from './command-grammar.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import type { MessageParameters } from './messages.ts';
import { type CommandWord, splitCommand } from './command-words.ts';
import { didYouMean } from './suggest.ts';

type CommandCode = Extract<DiagnosticCode, 'E307' | 'E308' | 'E309' | 'E310' | 'E311' | 'E312'>;

/** What is wrong with a command line, and where in it. */
export type CommandProblem = {
  readonly [C in CommandCode]: {
    readonly code: C;
    readonly start: number;
    readonly end: number;
    readonly parameters: MessageParameters[C];
  };
}[CommandCode];

/** A command line that was read: what it is about, or what is wrong with it. */
export interface ReadCommand {
  readonly problems: readonly CommandProblem[];
  readonly rollouts: readonly CommandWord[];
  /** The container whose image is set; `*` means all. */
  readonly container?: CommandWord;
  readonly namespace?: string;
}

/** Reads a command line as the kubectl plugin does. */
export function readCommand(line: string): ReadCommand {
  const { words, open } = splitCommand(line);
  if (open !== undefined) return failed({ code: 'E312', start: open, end: open + 1, parameters: {} });
  const [first, ...rest] = words;
  if (first?.text !== 'kubectl') {
    const start = first?.start ?? 0;
    const end = first?.end ?? line.length;
    return failed({ code: 'E307', start, end, parameters: { found: first?.text ?? 'nothing' } });
  }
  return descend(COMMANDS, first, rest, line);
}

function failed(problem: CommandProblem): ReadCommand {
  return { problems: [problem], rollouts: [] };
}

/** Follows the words of a command down the tree. */
function descend(tree: CommandTree, before: CommandWord, words: readonly CommandWord[], line: string): ReadCommand {
  const [word, ...rest] = words;
  const known = Object.keys(tree);
  const of = line.slice(0, before.end);
  if (word === undefined) {
    const usage = `${of} ${known.length === 1 ? (known[0] ?? '') : `(${known.join(', ')})`}`;
    return failed({ code: 'E310', start: before.start, end: before.end, parameters: { usage, found: line } });
  }
  const node = Object.hasOwn(tree, word.text) ? tree[word.text] : undefined;
  if (node === undefined) {
    const suggestion = didYouMean(word.text, known);
    const parameters = { of, found: word.text, known, suggestion };
    return failed({ code: 'E308', start: word.start, end: word.end, parameters });
  }
  return isGrammar(node) ? readArguments(node, word, rest, line) : descend(node, word, rest, line);
}

interface Sorted {
  readonly positional: readonly CommandWord[];
  readonly problems: readonly CommandProblem[];
  readonly namespace: string | undefined;
}

function readArguments(
  grammar: CommandGrammar,
  verb: CommandWord,
  words: readonly CommandWord[],
  line: string,
): ReadCommand {
  const { positional, problems, namespace } = sortWords(grammar, words, line.slice(0, verb.end));
  const all = [...problems, ...countProblems(grammar, verb, positional, line)];
  const image = grammar.image ? positional[1] : undefined;
  const equals = image?.text.indexOf('=') ?? -1;
  if (image !== undefined && (equals <= 0 || image.text.split('=').length !== 2 || image.text.endsWith('='))) {
    const parameters = { usage: grammar.usage, found: image.text };
    all.push({ code: 'E310', start: image.start, end: image.end, parameters });
  }
  return {
    problems: all,
    rollouts: rolloutWords(grammar, positional),
    ...(image !== undefined && equals > 0
      ? { container: { text: image.text.slice(0, equals), start: image.start, end: image.start + equals } }
      : {}),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function countProblems(
  grammar: CommandGrammar,
  verb: CommandWord,
  positional: readonly CommandWord[],
  line: string,
): readonly CommandProblem[] {
  const { usage, least, most } = grammar;
  if (positional.length >= least && positional.length <= most) return [];
  const at = positional[most] ?? verb;
  return [{ code: 'E310', start: at.start, end: at.end, parameters: { usage, found: line } }];
}

/** Splits flags and their values from arguments. */
function sortWords(grammar: CommandGrammar, words: readonly CommandWord[], of: string): Sorted {
  const positional: CommandWord[] = [];
  const problems: CommandProblem[] = [];
  let namespace: string | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) continue;
    if (!word.text.startsWith('-') || word.text === '-') {
      positional.push(word);
      continue;
    }
    const equals = word.text.indexOf('=');
    const flag = equals < 0 ? word.text : word.text.slice(0, equals);
    const known = Object.keys(grammar.flags);
    const found = Object.hasOwn(grammar.flags, flag) ? grammar.flags[flag] : undefined;
    if (found === undefined) {
      const parameters = { of, found: flag, known, suggestion: didYouMean(flag, known) };
      problems.push({ code: 'E309', start: word.start, end: word.start + flag.length, parameters });
      continue;
    }
    if (found.value === undefined) continue;
    if (equals < 0) index += 1;
    const value =
      equals < 0 ? words[index] : { ...word, text: word.text.slice(equals + 1), start: word.start + equals + 1 };
    const text = value?.text ?? '';
    if (!found.value.accepts(text)) {
      const { start, end } = value === undefined || value.start >= value.end ? word : value;
      const parameters = { flag, found: text === '' ? 'nothing' : text, expected: found.value.about };
      problems.push({ code: 'E311', start, end, parameters });
    }
    if (flag === '-n' || flag === '--namespace') namespace = text;
  }
  return { positional, problems, namespace };
}

/** The arguments that name rollouts. */
function rolloutWords(grammar: CommandGrammar, positional: readonly CommandWord[]): readonly CommandWord[] {
  const [first, second] = positional;
  if (grammar.rollouts === 'none' || first === undefined) return [];
  if (grammar.rollouts === 'all') return positional;
  if (grammar.rollouts === 'first') return [first];
  const slash = first.text.indexOf('/');
  const type = slash < 0 ? first.text : first.text.slice(0, slash);
  if (!/^(rollouts?|ro)(\.argoproj\.io)?$/.test(type)) return [];
  if (slash >= 0) return [{ ...first, text: first.text.slice(slash + 1), start: first.start + slash + 1 }];
  return second === undefined ? [] : [second];
}
