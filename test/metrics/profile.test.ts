import { describe, expect, it } from 'vitest';
import { profileOf } from '../../src/metrics/profile.ts';
import { podLabelsIn, queryTexts, readQueries } from '../../src/metrics/queries.ts';
import { runObserved } from '../../src/simulation/run.ts';
import { scenarioWorld } from '../simulation/worlds.ts';

const SETTINGS = { windowMs: 1000, scrapeMs: 15_000 };
const profile = (query: string, podLabels: readonly string[] = [], settings = {}) =>
  profileOf({ ...SETTINGS, ...settings }, readQueries([query]), new Set(podLabels));

describe('the queries of a world', () => {
  const template = (query: string) => ({ spec: { metrics: [{ name: 'x', provider: { prometheus: { query } } }] } });

  it('are found wherever a template may lie', () => {
    expect(queryTexts([template('up'), { action: { manifest: template('down') } }])).toEqual(['up', 'down']);
  });

  it('say which metrics can be reached', () => {
    const { reach } = readQueries(['rate(a_total{x="{{args.y}}"}[1m]) / b_count', 'scalar(vector(1))']);
    expect(['a_total', 'b_count', 'c'].map(reach)).toEqual([true, true, false]);
  });

  it.each(['{{args.query}}', '{__name__=~"http.*"}', 'sum({job="shop"})', '{__name__="{{args.metric}}"}'])(
    'can reach everything: %s',
    (query) => {
      expect(readQueries([query]).reach('anything')).toBe(true);
    },
  );

  it('keep the series that they can reach, and their answers', () => {
    const world = scenarioWorld('bad-canary');
    const own = runObserved(world);
    const all = runObserved(world, { observe: true });
    expect(own.series?.names).toEqual(['istio_requests_total']);
    expect(all.series?.names.length).toBeGreaterThan(15);
    expect(own.timeline.entries).toEqual(all.timeline.entries);
    expect(own.timeline.traffic).toEqual(all.timeline.traffic);
  });
});

describe('labels', () => {
  it('of pods are those of templates and of the metadata of strategies', () => {
    const rollout = {
      metadata: { labels: { not: 'a pod' } },
      spec: {
        template: { metadata: { labels: { app: 'a', team: 'b' } } },
        strategy: { canary: { canaryMetadata: { labels: { role: 'canary' } } } },
      },
    };
    expect([...podLabelsIn([rollout])].sort()).toEqual(['app', 'role', 'team']);
  });

  it('of the response code are as queries have them, unless it is set', () => {
    const query = 'rate(http_requests_total{status=~"5.."}[1m])';
    expect(profile(query).application[0]).toMatchObject({ code: 'status', codeOnDuration: false });
    expect(profile(query).notes).toHaveLength(1);
    expect(profile(query, [], { codeLabel: 'http_code' }).application[0]?.code).toBe('http_code');
    expect(profile('http_requests_total{code="200"}')).toMatchObject({ application: [{ code: 'code' }], notes: [] });
    const histogram = profile('http_request_duration_seconds_count{status_code!~"5.*"}');
    expect(histogram.application[0]).toMatchObject({ code: 'status_code', codeOnDuration: true });
  });

  it('come from pods, or say the role', () => {
    const query = 'http_requests_total{app_kubernetes_io_part_of="x", track="canary", version="canary", zone="a"}';
    const { labels, notes } = profile(query, ['app.kubernetes.io/part-of']);
    expect(Object.fromEntries(labels)).toEqual({
      app_kubernetes_io_part_of: { kind: 'pod-label', label: 'app.kubernetes.io/part-of' },
      track: { kind: 'role' },
      version: { kind: 'role' },
    });
    expect(notes).toHaveLength(4);
    expect(profile('http_requests_total{version="v2"}').labels.size).toBe(0);
    const set = { labels: { zone: { kind: 'value', value: 'a' } } };
    expect(profile('http_requests_total{zone="a"}', [], set)).toMatchObject({ notes: [] });
  });
});

describe('stacks', () => {
  it.each([
    ['istio_requests_total{reporter="destination"}', ['istio']],
    ['nginx_ingress_controller_requests{status="200"}', ['nginx']],
    ['response_total{classification="success"}', ['smi']],
    ['traefik_service_request_duration_seconds_bucket', ['traefik']],
    ['envoy_cluster_upstream_rq', ['ambassador']],
    ['http_requests_total', []],
  ])('are those that queries ask for: %s', (query, stacks) => {
    expect(profile(query).stacks).toEqual(stacks);
  });

  it('of Istio report as queries select', () => {
    expect(profile('istio_requests_total{reporter="destination"}').reporters).toEqual(['destination']);
    expect(profile('istio_requests_total').reporters).toEqual(['source']);
  });

  it('of a library are exposed by the application', () => {
    const { application } = profile('http_server_requests_seconds_count{status="500"}');
    expect(application.map(({ duration }) => duration)).toEqual([
      'http_request_duration_seconds',
      'http_server_requests_seconds',
    ]);
  });
});
