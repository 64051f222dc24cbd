import { createHash } from 'node:crypto';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { escapeHtml, scriptJson } from '../../src/report/html/escape.ts';
import { runPage } from '../../src/report/html/page.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';

const timeline = recordedTimeline('getting-started');

function page(of: Timeline, view = 'NAME  KIND'): string {
  return runPage(of, {
    charts: [],
    viewAt: (rollout, atMs) => `${view} ${rollout.name} ${atMs}`,
    command: 'rehearse run x',
    remarks: [],
  });
}

describe('the page', () => {
  const html = page(timeline);

  test('leads with the outcome and holds every moment', () => {
    expect(html).toContain('<span class="sign">✔</span> Healthy');
    expect(html.match(/data-at="\d+"/g)).toHaveLength(17);
    expect(html).toContain('because weight 20 of 5 replicas <code>test.scale</code>');
    expect(html).toContain('utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary');
  });

  test('says how to make the run again', () => {
    expect(html).toContain('<code>rehearse run x</code>');
    expect(html).toMatch(/<code>sha256:[0-9a-f]{64}<\/code>/);
  });

  test('allows exactly its own style and script', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    const hash = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const style = /<style>([^]*?)<\/style>/.exec(html)?.[1];
    const script = /<script>([^]*?)<\/script>/.exec(html)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/ style="| on\w+="|https?:\/\/(?!argoproj)/);
  });

  test('takes nothing from a timeline as markup', () => {
    const evil = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'&';
    const hostile: Timeline = {
      ...timeline,
      header: { ...timeline.header, scenario: { name: evil, title: evil, hash: evil } },
      entries: [
        ...timeline.entries,
        {
          atMs: 280_000,
          seq: 9001,
          kind: 'action',
          action: { do: 'run', command: evil, namespace: evil },
          namespace: evil,
          error: evil,
        },
      ],
      findings: [{ atMs: 280_000, after: 9001, id: evil, text: evil, upstream: evil }],
      verdicts: [{ atMs: 280_000, after: 9001, expectation: evil, passed: false, text: evil }],
    };
    const shown = page(hostile, evil);
    expect(shown).not.toContain('<img src=x');
    expect(shown).not.toContain('alert(1)</script>');
    expect(shown.match(/<script/g)).toHaveLength(2);
  });
});

property.prop([fc.string({ unit: 'binary' })])('escaped text has no markup and says the same', (text) => {
  const escaped = escapeHtml(text);
  expect(escaped).not.toMatch(/[<>"']/);
  expect(escaped.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
});

property.prop([fc.json()])('JSON in a script element stays itself and has no markup', (text) => {
  const value: unknown = JSON.parse(text);
  expect(scriptJson(value)).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(scriptJson(value))).toEqual(value);
});
