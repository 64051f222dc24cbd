import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from './cli.ts';

const SCENARIO = 'scenarios/bad-canary';

describe('query', () => {
  test('asks at one time, as text', () => {
    const text = 'sum by (destination_service_name) (rate(istio_requests_total[1m]))';
    const { status, stdout, stderr } = cli(['query', text, '--at', '3m30s', SCENARIO]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [stable, canary] = stdout.trimEnd().split('\n');
    expect(stable).toMatch(/^\{destination_service_name="shop"\} => (8|9)\d\.\d+ @\[3m30s\]$/);
    expect(canary).toMatch(/^\{destination_service_name="shop-canary"\} => (8|9|1\d)(\.\d+)? @\[3m30s\]$/);
  });

  test('asks over a stretch of time, as the HTTP API of Prometheus answers', () => {
    const args = ['query', 'count(up)', '--start', '1m', '--end', '2m', '--step', '30s', '-o', 'json', SCENARIO];
    const { status, stdout } = cli(args);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: {},
            values: [
              [1_767_225_660, '10'],
              [1_767_225_690, '10'],
              [1_767_225_720, '10'],
            ],
          },
        ],
      },
    });
  });

  test('writes series as promtool does: the name, then the other labels', () => {
    const { stdout } = cli(['query', 'rollout_info_replicas_available', '--at', '1m', 'scenarios/getting-started']);
    expect(stdout).toBe('rollout_info_replicas_available{name="rollouts-demo", namespace="default"} => 4 @[1m0s]\n');
    const [first, second] = cli(['query', 'count(up)', '--start', '1m', '--end', '2m', SCENARIO]).stdout.split('\n');
    expect([first, second]).toEqual(['{} =>', '10 @[1m0s]']);
  });

  test('knows the series of the cluster and of the controller without traffic', () => {
    const { stdout } = cli([
      'query',
      'rollout_info_replicas_available',
      '--at',
      '1m',
      'scenarios/getting-started',
      '-o',
      'json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      data: { result: [{ metric: { name: 'rollouts-demo' }, value: [1_767_225_660, '4'] }] },
    });
  });

  test('refuses what Prometheus refuses, in its words', () => {
    const broken = cli(['query', 'sum(', SCENARIO, '-o', 'json']);
    expect(broken.status).toBe(2);
    expect(JSON.parse(broken.stdout)).toEqual({
      status: 'error',
      errorType: 'bad_data',
      error: 'invalid parameter "query": 1:5: parse error: unclosed left parenthesis',
    });
    expect(cli(['query', 'up', '--at', '1m', '--start', '1m', SCENARIO]).status).toBe(2);
    expect(cli(['query', 'up', '--end', '1m', SCENARIO]).status).toBe(2);
  });

  test('tells of names that no series has', () => {
    const { status, stdout, stderr } = cli(['query', 'http_request_total', '--at', '2m', SCENARIO]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toBe('no series is called http_request_total (did you mean http_requests_total?)\n');
  });
});

test('export openmetrics writes what promtool reads, to the output or to a file', () => {
  const printed = cli(['export', 'openmetrics', '--until', '2m', SCENARIO]);
  expect(printed.status).toBe(0);
  expect(printed.stdout).toMatch(/^# HELP \S+ .+\n# TYPE /);
  expect(printed.stderr).toMatch(/^note: \d+ series end before the run does/);
  expect(printed.stdout).toMatch(/\n# EOF\n$/);
  expect(printed.stdout).toContain('istio_requests_total{');
  const folder = temporaryFolder();
  expect(cli(['export', 'openmetrics', '--until', '2m', SCENARIO, '--file', `${folder}/series.txt`]).status).toBe(0);
  expect(readFileSync(`${folder}/series.txt`, 'utf8')).toBe(printed.stdout);
});

test('export rules-test writes a file for promtool test rules', () => {
  const { status, stdout } = cli(['export', 'rules-test', '--until', '2m', SCENARIO]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^evaluation_interval: 15000ms\ntests:\n/);
  expect(stdout).toContain('- series: "up{');
});

describe('traffic', () => {
  test('tells what callers have of a scenario, with confidence', () => {
    const { status, stdout, stderr } = cli(['traffic', '--replications', '3', '--until', '4m', SCENARIO]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^3 runs, seeds 1 to 3: means, /);
    expect(stdout).toMatch(/\n {2}v2: \d+ \[\d+ to \d+\] of 60,000 users saw its errors; called off in 3 of 3 runs \[/);
  });

  test('is refused where nobody sends requests, and of one run', () => {
    const silent = cli(['traffic', 'scenarios/getting-started']);
    expect(silent.status).toBe(2);
    expect(silent.stderr).toContain('this scenario has no traffic');
    expect(cli(['traffic', '--replications', '1', SCENARIO]).status).toBe(2);
  });
});
