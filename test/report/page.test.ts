import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { packed } from '../../src/report/html/bootstrap.ts';
import { escapeHtml } from '../../src/report/html/escape.ts';
import { runPage } from '../../src/report/html/page.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { readPayload } from '../../src/web/payload.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';

const timeline = recordedTimeline('getting-started');
const ASSETS = { program: "document.title = 'ready';", style: 'body { margin: 0; }' };

function page(of: Timeline): string {
  return runPage(of, { assets: ASSETS, command: 'rehearse run x', remarks: [] });
}

function unpacked(html: string, id: string): string {
  const base64 = new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(html)?.[1] ?? '';
  return inflateRawSync(Buffer.from(base64, 'base64')).toString('utf8');
}

describe('the page', () => {
  const html = page(timeline);

  test('says without scripts how it came out, and draws it', () => {
    expect(html).toContain('<span class="sign">✔</span> Healthy');
    expect(html).toContain('<svg class="chart"');
    expect(html).toContain('<rect class="phase-degraded"');
  });

  test('carries the timeline, whole', () => {
    const [run] = readPayload(unpacked(html, 'packed-runs'));
    expect(run?.timeline).toEqual(timeline);
  });

  test('says how to make the run again', () => {
    expect(html).toContain('<code>rehearse run x</code>');
    expect(html).toMatch(/<code>sha256:[0-9a-f]{64}<\/code>/);
  });

  test('allows exactly its own style and scripts', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    const hash = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const style = /<style>([^]*?)<\/style>/.exec(html)?.[1];
    const script = /<script>([^]*?)<\/script>/.exec(html)?.[1];
    expect(unpacked(html, 'packed-program')).toBe(ASSETS.program);
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)} ${hash(ASSETS.program)}; img-src data:; base-uri 'none'; form-action 'none'`,
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
          seq: timeline.entries.length,
          kind: 'action',
          action: { do: 'run', command: evil, namespace: evil },
          namespace: evil,
          error: evil,
        },
      ],
      findings: [{ ...timeline.findings[0], atMs: 280_000, after: 9, id: evil, text: evil, upstream: evil }],
      verdicts: [{ atMs: 280_000, after: 9, expectation: evil, passed: false, text: evil }],
    };
    const shown = page(hostile);
    expect(shown).not.toContain('<img src=x');
    expect(shown).not.toContain('alert(1)</script>');
    expect(shown.match(/<script/g)).toHaveLength(3);
  });
});

property.prop([fc.string({ unit: 'binary' })])('escaped text has no markup and says the same', (text) => {
  const escaped = escapeHtml(text);
  expect(escaped).not.toMatch(/[<>"']/);
  expect(escaped.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
});

property.prop([fc.string({ unit: 'grapheme', maxLength: 5000 })])('a packed text is itself again', (text) => {
  expect(inflateRawSync(Buffer.from(packed(text), 'base64')).toString('utf8')).toBe(text);
});
