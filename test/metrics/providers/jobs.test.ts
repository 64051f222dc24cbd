import { Reference } from '../../../src/api/reference.ts';
import { describe, expect, it } from 'vitest';
import { JOB } from '../../../src/api/resources.ts';
import type { AnalysisRun } from '../../../src/api/shape/analysis.ts';
import { newJobName } from '../../../src/metrics/providers/job.ts';
import { findingsOf, measurementsOf, rehearse, runOf } from './rehearse.ts';

const template = { spec: { containers: [{ name: 'probe', image: 'probe:1' }], restartPolicy: 'Never' } };
const provider = { job: { metadata: { labels: { team: 'pay' } }, spec: { template } } };

describe('Jobs as metrics', () => {
  it('succeed when they complete, one after the other', () => {
    const simulation = rehearse({
      metrics: [{ name: 'probe', provider, count: 2, interval: '5s' }],
      jobs: { probe: { ms: 7000, fail: false } },
    });
    expect(measurementsOf(simulation, 'probe')).toMatchObject([
      { phase: 'Successful', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:07Z' },
      { phase: 'Successful', startedAt: '2026-01-01T00:00:12Z', finishedAt: '2026-01-01T00:00:19Z' },
    ]);
    const [job] = simulation.api.list(JOB);
    expect(job?.metadata.labels).toMatchObject({
      team: 'pay',
      'analysisrun.argoproj.io/uid': runOf(simulation).metadata.uid,
    });
    expect(job?.status.conditions).toEqual([
      { type: 'Complete', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-01-01T00:00:07Z' },
    ]);
  });

  it('fail when they fail', () => {
    const simulation = rehearse({ metrics: [{ name: 'probe', provider }], jobs: { probe: { ms: 3000, fail: true } } });
    expect(runOf(simulation).status).toMatchObject({
      phase: 'Failed',
      message: 'Metric "probe" assessed Failed due to failed (1) > failureLimit (0)',
    });
  });

  it('are deleted when the run is terminated', () => {
    const merge = { spec: { terminate: true } };
    const simulation = rehearse({
      metrics: [{ name: 'probe', provider }],
      jobs: { probe: { ms: 300_000, fail: true } },
      script: [
        {
          trigger: { atMs: 10_000 },
          action: {
            do: 'patch',
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'AnalysisRun',
            name: 'run',
            namespace: 'default',
            merge,
          },
        },
      ],
    });
    expect(measurementsOf(simulation, 'probe')).toMatchObject([{ phase: 'Successful', message: 'Metric Terminated' }]);
    expect(simulation.api.list(JOB)).toEqual([]);
  });

  it('are an error when somebody deletes them meanwhile and the run is looked at again', () => {
    const other = {
      name: 'clock',
      provider: { prometheus: { address: 'http://p', query: 'x' } },
      interval: '10s',
      count: 3,
    };
    const probe = { name: 'probe', provider, consecutiveErrorLimit: 0 };
    const uid = '00000000-0000-4000-8000-000000000001';
    const simulation = rehearse({
      metrics: [probe, other],
      answers: { clock: [[0, 1]] },
      jobs: { probe: { ms: 300_000, fail: false } },
      script: [
        {
          trigger: { atMs: 5000 },
          action: { do: 'delete', apiVersion: 'batch/v1', kind: 'Job', name: `${uid}.probe.1`, namespace: 'default' },
        },
      ],
    });
    expect(measurementsOf(simulation, 'probe')).toMatchObject([
      { phase: 'Error', message: `job.batch "${uid}.probe.1" not found` },
    ]);
  });

  it('keep the youngest ten', () => {
    const simulation = rehearse({
      metrics: [{ name: 'probe', provider, count: 13, interval: '2s' }],
      jobs: { probe: { ms: 1000, fail: false } },
      untilSecond: 100,
    });
    expect(runOf(simulation).status.phase).toBe('Successful');
    expect(simulation.api.list(JOB).length).toBe(10);
    expect(measurementsOf(simulation, 'probe').length).toBe(10);
  });

  it('are not made if nobody tells what they do', () => {
    const simulation = rehearse({ metrics: [{ name: 'probe', provider }], untilSecond: 5 });
    expect(measurementsOf(simulation, 'probe')).toMatchObject([{ phase: 'Error' }]);
    expect(simulation.api.list(JOB)).toEqual([]);
    expect(findingsOf(simulation)).toEqual([expect.stringContaining('nothing here tells what it does')]);
  });

  // Source: metricproviders/job/job.go newJobName: names fit into a label of 63 characters.
  it('have names that are cut in the middle', () => {
    const run: AnalysisRun = {
      metadata: { uid: '00000000-0000-4000-8000-000000000001' },
      spec: { metrics: null },
      status: { phase: '', runSummary: {}, metricResults: [{ name: 'x', phase: 'Running', count: 98, error: 1 }] },
    };
    expect(newJobName(new Reference(), run, { name: 'x', provider: {} })).toBe(`${run.metadata.uid}.x.100`);
    const long = newJobName(new Reference(), run, { name: 'a-metric-with-a-rather-long-name', provider: {} });
    expect(long).toBe(`${run.metadata.uid}.${'a-metric-with-a-rather-long-name'.slice(0, 24)}.1`);
    expect(long.length).toBe(63);
  });
});
