import { describe, expect, it } from 'vitest';
import type { AnalysisRun } from '../../../src/api/shape/analysis.ts';
import { explainRun } from '../../../src/controllers/analysis/explain.ts';
import { collectMeasurements } from '../../../src/controllers/analysis/history.ts';
import { analysisRun } from '../../../src/api/shape/analysis.ts';
import type { Simulation } from '../../../src/simulation/simulation.ts';
import { shaped } from '../../conformance/tables/inputs.ts';
import { jsonOf } from '../../conformance/tables/inputs.ts';
import { rehearse, runOf } from '../../metrics/providers/rehearse.ts';

const prometheus = { prometheus: { address: 'http://p', query: 'x' } };
const template = { spec: { containers: [{ name: 'probe', image: 'probe:1' }] } };

function statesOf(simulation: Simulation): readonly AnalysisRun[] {
  return simulation.recorder.entries.flatMap((entry) =>
    entry.kind === 'change' && entry.object.kind === 'AnalysisRun' && entry.after !== undefined
      ? [shaped(analysisRun, jsonOf(entry.after))]
      : [],
  );
}

describe('the measurements of a run', () => {
  it('are all found again, though the status keeps the last ones', () => {
    const simulation = rehearse({
      metrics: [
        {
          name: 'm',
          provider: prometheus,
          successCondition: 'result[0] > 1',
          interval: '3s',
          count: 15,
          failureLimit: 4,
        },
        { name: 'probe', provider: { job: { spec: { template } } }, interval: '1s', count: 12 },
      ],
      spec: { measurementRetention: [{ metricName: 'm', limit: 2 }] },
      answers: {
        m: [
          [0, 0],
          [10, 'NaN'],
          [11, 5],
        ],
      },
      jobs: { probe: { ms: 2000, fail: false } },
    });
    const run = runOf(simulation);
    expect(run.status.phase).toBe('Successful');
    const history = collectMeasurements(statesOf(simulation));
    expect(run.status.metricResults?.map(({ measurements = [] }) => measurements.length)).toEqual([2, 10]);
    expect([...history].map(([name, measurements]) => [name, measurements.length])).toEqual([
      ['m', 15],
      ['probe', 12],
    ]);
    const starts = [...history.values()].map((measurements) => measurements.map(({ startedAt }) => startedAt));
    for (const times of starts) expect(times).toEqual([...new Set(times)].sort());
    const [metric] = explainRun(run, history).metrics;
    expect(metric?.whatIf.map(({ limit, value, phase }) => `${limit} ${value}: ${phase}`)).toContain(
      'failureLimit 3: Failed',
    );
  });
});
