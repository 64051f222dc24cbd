import { commandLine } from './messages/command-line.ts';
import { manifests } from './messages/manifests.ts';
import { reading } from './messages/reading.ts';
import { references } from './messages/references.ts';
import { scenario } from './messages/scenario.ts';
import { script } from './messages/script.ts';
import type { Sentence } from './messages/words.ts';

/**
 * Every sentence that a mistake in a file gets, by code, from the folder beside this file. E: the file cannot be rehearsed; W: it can, but probably not as
 * meant; N: good to know. The hundreds say what is spoken of: 1 reading, 2 the scenario file, 3 its script and expectations, 4 manifests, 5 references,
 * 7 the command line. Codes are never reused.
 */
const TABLE = { ...reading, ...scenario, ...script, ...manifests, ...references, ...commandLine };

/** Every code there is. */
export type DiagnosticCode = keyof typeof TABLE;

/** What each code's sentences are made from. */
export type MessageParameters = {
  readonly [C in DiagnosticCode]: Parameters<(typeof TABLE)[C]> extends readonly [infer P, ...unknown[]]
    ? P
    : Readonly<Record<string, never>>;
};

export const MESSAGES: { readonly [C in DiagnosticCode]: (parameters: MessageParameters[C]) => Sentence } = TABLE;

export const DIAGNOSTIC_CODES: readonly string[] = Object.keys(TABLE).sort();
