import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'dist', 'cli.js');

export interface CliOptions {
  /** What comes from the standard input; nothing unless given. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder it is called in; the project's unless given. */
  readonly cwd?: string;
}

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a test: nothing of the machine's own settings that could change what is printed. */
export function cliEnvironment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env };
}

/** Runs the built command line as a process and waits for it. */
export function cli(args: readonly string[], { input = '', env = {}, cwd = ROOT }: CliOptions = {}): CliResult {
  const result = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: cliEnvironment(env),
    maxBuffer: 1 << 28,
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Runs a line of bash in which `rehearse` is the built command line. */
export function shell(line: string, cwd = ROOT): CliResult {
  const script = `rehearse() { '${process.execPath}' '${PROGRAM}' "$@"; }\n${line}`;
  const result = spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8', env: cliEnvironment(), input: '' });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Compares a text with test/cli/golden/NAME to the character; UPDATE_GOLDEN=1 writes it instead. */
export function expectGolden(name: string, text: string): void {
  const path = join(ROOT, 'test/cli/golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
}

/** Compares texts too long to show: fails with the first line that differs, cut to what a reader can take in. */
export function expectSameText(name: string, found: string, expected: string): void {
  const lines = (text: string): readonly string[] => text.split('\n');
  const wanted = lines(expected);
  const index = lines(found).findIndex((line, position) => line !== wanted[position]);
  const cut = (text: readonly string[]): string => {
    const line = text[index] ?? '';
    const other = (text === wanted ? lines(found) : wanted)[index] ?? '';
    const start = Math.max(0, [...line].findIndex((character, position) => character !== other[position]) - 40);
    return `${name}, line ${index + 1}: ${line.slice(start, start + 120)}`;
  };
  if (index >= 0) expect(cut(lines(found))).toBe(cut(wanted));
  expect(found === expected, name).toBe(true);
}

/** The same for several texts by name. */
export function expectSameTexts(
  found: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, text] of Object.entries(found)) expectSameText(name, text, expected[name] ?? '');
}
