import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cli, ROOT } from './cli.ts';

const SCENARIO = 'scenarios/getting-started';

interface RecordedViews {
  readonly name: string;
  readonly trace: readonly { readonly t: number; readonly view?: string; readonly list?: string }[];
}

/** What the real plugin printed in the recording that the scenario repeats. */
function recording(): RecordedViews {
  const path = `${ROOT}/test/conformance/cases/canary.jsonl.gz`;
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
  const found = lines.map((line): RecordedViews => JSON.parse(line)).find((one) => one.name === 'getting-started');
  if (found === undefined) throw new Error('no recording getting-started');
  return found;
}

/** The frames of a replay by their time: `--- 22s` and the view. */
function frames(output: string): Map<string, string> {
  const [, ...parts] = `\n${output}`.split('\n--- ');
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), `${part.slice(part.indexOf('\n') + 1)}\n`]));
}

function seconds(time: string): number {
  const [, minutes = '0', rest = '0'] = /^(?:(\d+)m)?(\d+)s$/.exec(time) ?? [];
  return Number(minutes) * 60 + Number(rest);
}

describe('views at any moment', () => {
  test('are those of the real plugin, to the character, whenever something changed', () => {
    const { status, stdout } = cli(['get', 'rollout', 'rollouts-demo', '--watch', '--speed', 'max', SCENARIO]);
    const shown = new Map([...frames(stdout)].map(([time, view]) => [seconds(time), view]));
    const recorded = recording().trace.filter((entry) => entry.view !== undefined);
    expect(status).toBe(0);
    expect(recorded.length).toBeGreaterThan(15);
    for (const { t, view = '' } of recorded) {
      expect(`at ${t}s\n${(shown.get(t) ?? '').trimEnd()}`).toBe(`at ${t}s\n${view.trimEnd()}`);
    }
  });

  test('are the same lists, too', () => {
    const { stdout } = cli(['list', 'rollouts', '--watch', '--speed', 'max', SCENARIO]);
    const shown = new Map([...frames(stdout)].map(([time, view]) => [seconds(time), view.trimEnd()]));
    let last = '';
    for (const { t, list } of recording().trace) {
      if (list === undefined) continue;
      last = shown.get(t) ?? last;
      expect(`at ${t}s\n${last}`).toBe(`at ${t}s\n${list.trimEnd()}`);
    }
    expect(last).not.toBe('');
  });

  test('at one instant, with the ages of that instant', () => {
    const { trace } = recording();
    const at = cli(['get', 'rollout', 'rollouts-demo', '--at', '22s', SCENARIO]);
    expect(at).toEqual({ status: 0, stderr: '', stdout: trace.find((entry) => entry.t === 22)?.view });
    const later = cli(['get', 'rollout', 'rollouts-demo', '--at', '35s', SCENARIO]).stdout;
    expect(later).toContain('Rollout     ॥ Paused   35s');
    expect(later).toContain('ReplicaSet  ✔ Healthy  15s  canary');
  });

  test('beyond the end of the scenario, too', () => {
    const { stdout } = cli(['get', 'rollout', 'rollouts-demo', '--at', '10m', SCENARIO]);
    expect(stdout).toMatch(/^⟳ rollouts-demo +Rollout +✔ Healthy +10m/m);
  });

  test('as data', () => {
    const { stdout } = cli(['get', 'rollout', 'rollouts-demo', '--at', '22s', '--output', 'json', SCENARIO]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'Rollout', status: { phase: 'Paused', currentStepIndex: 1 } });
  });

  test('status says how the rollout is, and fails when it is Degraded', () => {
    const status = (time: string): unknown => cli(['status', 'rollouts-demo', '--at', time, SCENARIO]);
    expect(status('22s')).toEqual({ status: 0, stdout: 'Paused - CanaryPauseStep\n', stderr: '' });
    expect(status('100s')).toEqual({ status: 0, stdout: 'Healthy\n', stderr: '' });
    const message = 'RolloutAborted: Rollout aborted update to revision 3';
    expect(status('200s')).toEqual({
      status: 1,
      stdout: 'Degraded\n',
      stderr: `Error: The rollout is in a degraded state with message: ${message}\n`,
    });
  });

  test('names what the run has when something else is asked for', () => {
    const { status, stdout, stderr } = cli(['get', 'rollout', 'rollout-demo', SCENARIO]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe('error: the run has no rollout rollout-demo\n(did you mean rollouts-demo?)\n');
    expect(cli(['list', 'experiments', SCENARIO])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'No resources found in default namespace.\n',
    });
  });
});
