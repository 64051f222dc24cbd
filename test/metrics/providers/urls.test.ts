import { describe, expect, it } from 'vitest';
import { isUrl } from '../../../src/metrics/providers/urls.ts';

// Source: Go net/url Parse, as asked by metricproviders/prometheus/prometheus.go IsUrl.
describe('addresses', () => {
  it.each([
    'http://prometheus:9090',
    'https://user:secret@prometheus.example.com/path?x y#z',
    'http://[::1]:9090',
    'http://[fe80::1%25en0]',
    'http://:9090',
    'HTTP://a',
    'http://a:',
    'http://pröm',
  ])('%s is one', (text) => expect(isUrl(text)).toBe(true));

  it.each([
    '',
    'prometheus:9090',
    'prometheus',
    '//prometheus',
    'http://',
    'http:///path',
    'http://a b',
    'http://a:port',
    'http://a%20b',
    'http://a/%zz',
    'http://a#%zz',
    'http://u ser@a',
    'http://[::1',
    'http://a[1]',
    'http://a\nb',
    '1http://a',
  ])('%j is none', (text) => expect(isUrl(text)).toBe(false));
});
