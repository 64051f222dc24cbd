import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type AnswerOptions, withAnswers } from '../../src/scenario/answers.ts';
import { type BareOptions, worldFromManifests } from '../../src/scenario/bare.ts';
import { DIAGNOSTIC_CODES } from '../../src/scenario/messages.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { Loading } from '../../src/scenario/rehearsal.ts';
import { diskFiles } from './disk-files.ts';

/**
 * Each file is wrong in one way and is named after the code that it must get. Its first line may say how it is read:
 * `# manifest [--set-image X …] [--validate X] [with given/FILE …]`, or `# scenario …` with the same words; `# run PATH … [-R] [--then X] [--metric X]` and `# validate PATH …` name what is
 * read instead of the file; otherwise it is a scenario by itself. UPDATE_GOLDEN=1 writes what is said of it to NAME.expected.txt.
 */
const FOLDER = `${import.meta.dirname}/wrong`;
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

const files = readdirSync(FOLDER).filter((name) => /\.ya?ml$|\.json$/.test(name));

function optionValues(words: readonly string[], option: string): readonly string[] {
  return words.flatMap((word, index) => (words[index - 1] === option ? [word] : []));
}

function optionsOf(words: readonly string[]): BareOptions & AnswerOptions {
  const [validate] = optionValues(words, '--validate');
  const [traffic] = optionValues(words, '--traffic');
  return {
    setImage: optionValues(words, '--set-image'),
    then: optionValues(words, '--then'),
    recursive: words.includes('-R'),
    nothingToRun: words[1] === 'validate' ? 'noted' : 'refused',
    metric: optionValues(words, '--metric'),
    errors: optionValues(words, '--errors'),
    ...(traffic === undefined ? {} : { traffic }),
    ...(validate === 'warn' ? { validate } : {}),
  };
}

function given(words: readonly string[]): readonly string[] {
  return words.filter((word) => word.startsWith('given/'));
}

function load(name: string): Loading {
  const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
  const [first = ''] = text.trimEnd().split('\n');
  const disk = diskFiles(FOLDER);
  const words = first.split(' ');
  if (words[1] === 'run' || words[1] === 'validate') {
    const end = words.findIndex((word, index) => index > 1 && word.startsWith('-'));
    const options = optionsOf(words);
    return withAnswers(loadRehearsal(disk, words.slice(2, end < 0 ? undefined : end), options), options);
  }
  if (words[1] === 'scenario') return loadRehearsal(disk, [name, ...given(words)], optionsOf(words));
  if (words[1] !== 'manifest' && !name.endsWith('.json')) return loadScenario(disk, name);
  const texts = [name, ...given(words)].map((path) => ({ name: path, text: disk.read(path) ?? '' }));
  return worldFromManifests(texts, optionsOf(words));
}

describe('wrong files', () => {
  test.each(files)('%s is told what is wrong, to the character', (name) => {
    const { diagnostics, rehearsal } = load(name);
    const code = name.slice(0, 4);
    expect(diagnostics.map((diagnostic): string => diagnostic.code)).toContain(code);
    expect(rehearsal === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    const said = `${formatDiagnostics(diagnostics)}\n`;
    const golden = `${FOLDER}/${name.replace(/\.\w+$/, '')}.expected.txt`;
    if (UPDATE) writeFileSync(golden, said);
    expect(existsSync(golden) ? readFileSync(golden, 'utf8') : '').toBe(said);
  });

  test('every code has a file', () => {
    const covered = new Set(files.map((name) => name.slice(0, 4)));
    expect(DIAGNOSTIC_CODES.filter((code) => !covered.has(code))).toEqual([]);
  });

  test('every expected text has its file', () => {
    const stems = new Set(files.map((name) => name.replace(/\.\w+$/, '')));
    const texts = readdirSync(FOLDER).filter((name) => name.endsWith('.expected.txt'));
    expect(texts.filter((name) => !stems.has(name.replace('.expected.txt', '')))).toEqual([]);
  });
});
