import { LIMITS } from '../../world/limits.ts';
import type { FileProblem } from '../files.ts';
import { meant, oneOf, quoted, type Unknown } from './words.ts';

/** What each error code of the YAML parser stands for; those with a message of their own are not listed. */
const YAML_ERRORS: ReadonlyMap<string, string> = new Map([
  ['ALIAS_PROPS', 'an alias with a tag or an anchor'],
  ['BAD_ALIAS', 'an alias or an anchor without a valid name'],
  ['BAD_COLLECTION_TYPE', 'a tag for a value of another type'],
  ['BAD_DIRECTIVE', 'a directive that YAML does not define'],
  ['BAD_PROP_ORDER', 'a tag or an anchor on the wrong side of its indicator'],
  ['BLOCK_IN_FLOW', 'an indented list or mapping inside brackets'],
  ['KEY_OVER_1024_CHARS', 'a key with more than 1024 characters'],
  ['MISSING_CHAR', 'text before which a comma, a colon, a space or a line break is missing'],
  ['MULTILINE_IMPLICIT_KEY', 'a key with a line break'],
  ['MULTIPLE_ANCHORS', 'a second anchor for one value'],
  ['MULTIPLE_TAGS', 'a second tag for one value'],
  ['RESOURCE_EXHAUSTION', 'lists or mappings that nest too deeply'],
  ['TAG_RESOLVE_FAILED', 'a value that does not fit its tag'],
]);

function unexpectedToken(text: string): string {
  return text === '-' ? 'a list item on the line of its key' : `an unexpected ${quoted(text)}`;
}

/** What is said of a path that cannot be read, by the reason. */
const PROBLEMS: Readonly<Record<FileProblem | 'none', { message: string; expected: string; fix: string }>> = {
  none: {
    message: 'does not exist',
    expected: 'a file that exists, as seen from the folder of the file that names it',
    fix: 'check the name and the folder',
  },
  folder: { message: 'is a folder', expected: 'a file', fix: 'name the files in it' },
  device: {
    message: 'is not a regular file',
    expected: 'a regular file (a pipe or a device may never end)',
    fix: 'write the output of a command to - or into a file: COMMAND | rehearse -',
  },
  size: {
    message: `is larger than ${LIMITS.fileBytes.value / 1024 / 1024} MiB`,
    expected: 'a file of manifests',
    fix: 'check the name',
  },
  permission: {
    message: 'cannot be read: permission denied',
    expected: 'a file that you may read',
    fix: 'change its permissions',
  },
  outside: {
    message: 'lies outside the folders that this scenario may read',
    expected: 'a file inside the Git work tree, or else below the folder that you called from',
    fix: 'move the file, or add --allow-outside',
  },
};

/** E1, W1: text that is not YAML, or YAML that is not what it seems. */
export const reading = {
  E101: (p: { path: string; problem: FileProblem | undefined }) => ({
    message: `${p.path} ${PROBLEMS[p.problem ?? 'none'].message}`,
    expected: PROBLEMS[p.problem ?? 'none'].expected,
    fix: PROBLEMS[p.problem ?? 'none'].fix,
  }),
  E102: () => ({
    message: 'the scenario file is empty',
    expected: 'apiVersion, kind, metadata and spec',
    fix: 'begin with:\napiVersion: rehearse.dev/v1\nkind: Scenario\nmetadata: {name: my-scenario}\nspec:\n  manifests: [rollout.yaml]',
  }),
  E103: () => ({
    message: 'a tab cannot indent YAML',
    expected: 'spaces',
    found: 'a tab',
    fix: 'replace the tab by spaces',
  }),
  E104: () => ({
    message: 'the indentation of this line fits nothing above it',
    expected: 'the indentation of the other keys or items of the same list or mapping',
    fix: 'align the line with its neighbours',
  }),
  E105: (p: { key: string; line: number }) => ({
    message: `the key ${quoted(p.key)} is already set on line ${p.line}`,
    expected: 'each key once in a mapping',
    fix: 'keep one of the two',
  }),
  E106: (p: Unknown) => ({
    message: `no anchor named ${quoted(p.found)} comes before this alias`,
    expected: p.known.length === 0 ? 'an anchor: &NAME' : `an anchor: ${oneOf(p.known)}`,
    found: `*${p.found}`,
    fix: meant(p, `put quotes around the text if no alias is meant, or set the anchor &${p.found} above`),
  }),
  E107: (p: { found: string }) => ({
    message: 'a key follows a key on one line',
    expected: 'one key and its value on a line, or quotes around text that has ": " in it',
    found: p.found,
    fix: 'move the second key to a line of its own, or put quotes around the value',
  }),
  E108: (p: { mark: string }) => ({
    message: `a quote is opened by ${p.mark} and never closed`,
    expected: `the closing ${p.mark}`,
    fix: `add the closing ${p.mark}`,
  }),
  E109: (p: { mark: string }) => ({
    message: `a bracket is not closed`,
    expected: p.mark,
    fix: `add ${p.mark}`,
  }),
  E110: (p: { count: number }) => ({
    message: 'a scenario file holds one document',
    expected: 'one document',
    found: `${p.count} documents`,
    fix: 'put manifests into files of their own and name them under spec.manifests',
  }),
  E111: (p: { anchor: string }) => ({
    message: `the anchor ${quoted(p.anchor)} contains itself`,
    expected: 'an alias of something that is complete above it',
    fix: 'write the value out',
  }),
  E112: (p: { limit: number }) => ({
    message: 'aliases repeat too much of the document',
    expected: `at most ${p.limit} values from aliases`,
    fix: 'write the values out, or use fewer aliases of aliases',
  }),
  E113: (p: { found: string }) => ({
    message: 'a key must be text',
    expected: 'text, a number or true/false as key',
    found: p.found,
    fix: 'put quotes around the key',
  }),
  E114: (p: { found: string }) => ({
    message: 'only a mapping can be merged by <<',
    expected: 'an alias of a mapping, or a list of such aliases',
    found: p.found,
    fix: 'anchor a mapping and name it: <<: *anchor',
  }),
  E115: (p: { found: string }) => ({
    message: `${p.found} is no number that JSON has, so the API server would refuse it`,
    expected: 'a finite number',
    found: p.found,
    fix: 'put quotes around it if text is meant',
  }),
  E116: (p: { found: string }) => ({
    message: 'this is a template, not a manifest',
    expected: 'rendered YAML',
    found: p.found,
    fix: 'render it first: helm template . | rehearse - …',
  }),
  E117: (p: { found: string }) => ({
    message: `a plain text cannot start with ${p.found}`,
    expected: 'quotes around the text',
    found: p.found,
    fix: 'put quotes around the text',
  }),
  E118: (p: { code: string; text: string }) => ({
    message: 'this is not valid YAML',
    expected: 'YAML or JSON',
    found: p.code === 'UNEXPECTED_TOKEN' ? unexpectedToken(p.text) : YAML_ERRORS.get(p.code),
    fix: 'correct the syntax here or just above',
  }),
  E119: (p: { found: string }) => ({
    message: `a quoted text has an escape that YAML does not know`,
    expected: 'an escape such as \\n, \\t, \\" or \\\\',
    found: p.found,
    fix: 'double the backslash, or use single quotes',
  }),
  E120: (p: { folder: string }) => ({
    message: `the folder ${p.folder} is a Helm chart, an instruction to build manifests`,
    expected: 'what it builds',
    found: 'Chart.yaml',
    fix: `build it first: helm template ${p.folder} | rehearse -`,
  }),
  W123: (p: { folder: string }) => ({
    message: `the folder ${p.folder} is a Helm chart, which is left out`,
    expected: 'manifests',
    found: 'Chart.yaml',
    fix: `build it first: helm template ${p.folder} | rehearse -`,
  }),
  E124: (p: { path: string }) => ({
    message: `the folder has a scenario that is not named scenario.yaml, and no manifest`,
    expected: 'scenario.yaml, or manifests',
    found: p.path,
    fix: `name the file: rehearse ${p.path}`,
  }),
  N125: (p: { path: string }) => ({
    message: `${p.path} is a scenario and is left out: the folder was read as manifests`,
  }),
  E126: (p: { folder: string; below: readonly string[] }) => ({
    message: `the folder ${p.folder} has neither a scenario.yaml nor manifests`,
    expected: 'scenario.yaml, or files that end in .yaml, .yml or .json',
    found: p.below.length === 0 ? 'none' : `manifests in ${p.below.slice(0, 3).join(', ')}`,
    fix:
      p.below.length === 0
        ? 'check the name of the folder'
        : `add -R to read the folders below it, or name one: rehearse ${p.below[0] ?? ''}`,
  }),
  W127: (p: { key: string; line: number; kept: string }) => ({
    message: `the key ${quoted(p.key)} is already set on line ${p.line}: kubectl takes the last value, ${p.kept}`,
    expected: 'each key once in a mapping',
    found: quoted(p.key),
    fix: 'keep one of the two',
  }),
  W120: (p: { found: string; kept: string }) => ({
    message: 'an integer beyond 2^53 cannot be kept exactly',
    expected: 'an integer between -9007199254740991 and 9007199254740991',
    found: `${p.found}, kept as ${p.kept}`,
    fix: 'put quotes around it if text is meant',
  }),
  W121: (p: { tag: string }) => ({
    message: `the tag ${p.tag} means nothing here and is ignored`,
    expected: 'no tag, or a standard one such as !!str',
    found: p.tag,
    fix: 'remove the tag',
  }),
  W122: (p: { found: string }) => ({
    message: 'a placeholder without quotes is no text to YAML: kubectl refuses it, here it is read as text',
    expected: 'quotes around the placeholder',
    found: p.found,
    fix: `write "${p.found}"`,
  }),
};
