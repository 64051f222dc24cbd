import { describe, expect, it } from 'vitest';
import { ANALYSIS_RUN } from '../../../src/api/resources.ts';
import { findingsOf, measurementsOf, rehearse, runOf } from '../../metrics/providers/rehearse.ts';

const prometheus = { prometheus: { address: 'http://p', query: 'x' } };
const secretArg = { name: 'token', valueFrom: { secretKeyRef: { name: 'tokens', key: 'prod' } } };
const web = { web: { url: 'http://stats?token={{args.token}}' } };

describe('the analysis controller', () => {
  it('puts in secrets, and keeps them out of messages', () => {
    const simulation = rehearse({
      metrics: [{ name: 'm', provider: web }],
      spec: { args: [secretArg] },
      manifests: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tokens' }, data: { prod: 'czNjcjN0IMOp' } }],
      answers: { 'http://stats?token=s3cr3t é': [[0, { error: 'refused: s3cr3t é is no token' }]] },
      untilSecond: 1,
    });
    expect(measurementsOf(simulation)).toMatchObject([{ phase: 'Error', message: 'refused: ***** is no token' }]);
    expect(JSON.stringify(runOf(simulation))).not.toContain('s3cr3t');
  });

  it('reads the stringData of a Secret as the API server would write it', () => {
    const simulation = rehearse({
      metrics: [{ name: 'm', provider: web }],
      spec: { args: [secretArg] },
      manifests: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tokens' }, stringData: { prod: 'abc' } }],
      answers: { 'http://stats?token=abc': [[0, { json: 1 }]] },
    });
    expect(runOf(simulation).status.phase).toBe('Successful');
  });

  it.each([
    [[], 'secrets "tokens" not found'],
    [
      [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tokens' }, data: { test: 'eA==' } }],
      "key 'prod' does not exist in secret 'tokens'",
    ],
  ])('says which Secret is missing, and how to supply it', (manifests, reason) => {
    const simulation = rehearse({ metrics: [{ name: 'm', provider: web }], spec: { args: [secretArg] }, manifests });
    expect(runOf(simulation).status).toMatchObject({
      phase: 'Error',
      message: `Unable to resolve metric arguments: ${reason}`,
    });
    expect(findingsOf(simulation)).toEqual([
      'AnalysisRun default/run: argument token takes key prod of Secret default/tokens: add a manifest of it, with the key under stringData.',
    ]);
  });

  it('removes a run that has outlived its ttlStrategy when informers resync', () => {
    const rehearsal = {
      metrics: [{ name: 'm', provider: prometheus }],
      spec: { ttlStrategy: { secondsAfterCompletion: 60 } },
      answers: { m: [[0, 1]] },
      untilSecond: 1000,
    } as const;
    const find = (resync: boolean) => rehearse({ ...rehearsal, resync }).api.find(ANALYSIS_RUN, 'default', 'run');
    expect(find(false)?.status.phase).toBe('Successful');
    expect(find(true)).toBeUndefined();
  });

  it('gives each write its reasons', () => {
    const simulation = rehearse({
      metrics: [{ name: 'm', provider: prometheus, successCondition: 'result[0] > 1' }],
      answers: { m: [[0, 0]] },
    });
    const reasons = simulation.recorder.entries.flatMap((entry) =>
      entry.kind === 'change' && entry.object.kind === 'AnalysisRun' ? entry.because.map(({ rule }) => rule) : [],
    );
    expect(reasons).toEqual(['action.manifest', 'analysis.measurement', 'analysis.metric', 'analysis.run']);
  });

  it('leaves a spec with a mistake without a time of completion', () => {
    const { status } = runOf(rehearse({ metrics: [{ name: 'm', provider: prometheus, count: 2 }] }));
    expect(status).toEqual({
      phase: 'Error',
      message: 'Analysis spec invalid: metrics[0]: interval must be specified when count > 1',
      runSummary: {},
    });
  });
});
