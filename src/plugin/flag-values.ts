import { parseDurationMs } from '../api/durations.ts';
import type { Flag, FlagValue } from './command.ts';

export const TEXT: FlagValue = { about: 'text', accepts: (text) => text !== '' };
export const WHOLE_NUMBER: FlagValue = { about: 'a whole number', accepts: (text) => /^[-+]?\d+$/.test(text) };
export const DURATION: FlagValue = {
  about: 'a duration such as 30s',
  accepts: (text) => parseDurationMs(text) !== undefined,
};

/** Go's strconv.ParseBool: what may stand behind a switch. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

export const SWITCH: FlagValue = { about: 'true or false', accepts: (text) => BOOLEANS.has(text) };

export function isTrue(text: string | undefined): boolean {
  return text !== undefined && BOOLEANS.get(text) === true;
}

/** Flags that every command has. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'namespace', short: 'n', about: 'The namespace of what the command names.', value: TEXT },
];

export const ALL_NAMESPACES: Flag = { name: 'all-namespaces', short: 'A', about: 'Objects of every namespace.' };
