import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isError, load } from '../src/session/load.ts';
import { rehearse } from '../src/session/run.ts';
import { memoryFiles } from '../src/web/playground/memory-files.ts';

const ROOT = new URL('../lessons/', import.meta.url).pathname;

function filesIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}

/** The texts of what failed: expectations, and errors of the files. */
function failures(files: ReadonlyMap<string, string>): readonly string[] {
  const { rehearsal, diagnostics } = load(memoryFiles(files), ['.'], {});
  const errors = diagnostics.filter(isError).map(({ message }) => message);
  if (rehearsal === undefined) return errors;
  return rehearse(rehearsal).verdicts.flatMap(({ passed, expectation, text }) =>
    passed ? [] : [`${expectation}: ${text}`],
  );
}

describe.each(readdirSync(ROOT).filter((name) => existsSync(`${ROOT}${name}/README.md`)))('lesson %s', (lesson) => {
  const given = filesIn(`${ROOT}${lesson}`);
  const variant = (name: string): ReadonlyMap<string, string> =>
    new Map([...given, ...filesIn(`${ROOT}${lesson}/${name}`)]);

  test('its exercise is open, its solution passes, and two wrong solutions fail with a reason', () => {
    expect(failures(given)).not.toEqual([]);
    expect(failures(variant('solution'))).toEqual([]);
    for (const wrong of ['wrong-1', 'wrong-2']) {
      const texts = failures(variant(wrong));
      expect(texts, wrong).not.toEqual([]);
      for (const text of texts) expect(text).toMatch(/\w{3,}/);
    }
  });

  test('has every part of the template', () => {
    const text = readFileSync(`${ROOT}${lesson}/README.md`, 'utf8');
    for (const part of ['Question', 'Predict', 'Run', 'Why', 'Exercise', 'In a real cluster'])
      expect(text).toContain(`**${part}.**`);
  });
});
