import type { DiagnosticList } from './diagnostics.ts';
import type { ScenarioFile } from './schema/scenario.ts';
import { checkedDurationMs as ms } from './world-defaults.ts';
import { pathText, placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';
import type { YamlDocument } from './yaml-reader.ts';

interface Context {
  readonly document: YamlDocument;
  readonly diagnostics: DiagnosticList;
}

type Spec = ScenarioFile['spec'];
type Traffic = NonNullable<Spec['traffic']>;
type Flow = Traffic['flows'][number];

/** Values that are right one by one and make no sense together: times out of order, shares above one, outages that end before they begin. */
export function checkTraffic(context: Context, { traffic, images }: Spec): void {
  for (const [image, { errors }] of Object.entries(images)) {
    if (typeof errors !== 'object') continue;
    checkOrder(context, errors.rates, ['spec', 'images', image, 'errors', 'rates']);
  }
  if (traffic === undefined) return;
  traffic.flows.forEach((flow, index) => checkFlow(context, flow, ['spec', 'traffic', 'flows', index]));
  for (const [name, { outages }] of Object.entries(traffic.dependencies)) {
    outages.forEach(({ from, to }, index) => {
      if (ms(to) > ms(from)) return;
      const path = ['spec', 'traffic', 'dependencies', name, 'outages', index, 'to'];
      reportSense(context, path, 'ends before it begins', `a time after from (${from})`, to);
    });
  }
  const bounds = traffic.buckets ?? [];
  bounds.forEach((bound, index) => {
    const before = bounds[index - 1];
    if (before === undefined || ms(bound) > ms(before)) return;
    context.diagnostics.add('E227', placeOfValue(context.document, ['spec', 'traffic', 'buckets', index]), {});
  });
}

function checkFlow(context: Context, { arrivals, headers, timeout, objective }: Flow, path: YamlPath): void {
  if (typeof arrivals === 'object' && 'kind' in arrivals) {
    if (arrivals.kind === 'steps') checkOrder(context, arrivals.steps, [...path, 'arrivals', 'steps']);
    if (arrivals.kind === 'burst' && arrivals.every !== undefined && ms(arrivals.lasts) > ms(arrivals.every)) {
      const expected = `at most every (${arrivals.every})`;
      reportSense(context, [...path, 'arrivals', 'lasts'], 'lasts into the next peak', expected, arrivals.lasts);
    }
  }
  const sum = headers.reduce((total, { share }) => total + share, 0);
  if (sum > 1 + 1e-9) {
    const found = `${Math.round(sum * 100)}% together`;
    reportSense(
      context,
      [...path, 'headers'],
      'has shares of more than all callers',
      'shares of at most 1 together',
      found,
    );
  }
  if (timeout !== undefined && ms(timeout) === 0) {
    reportSense(context, [...path, 'timeout'], 'leaves no time to answer', 'a duration above 0s', timeout);
  }
  if (objective === 1) {
    reportSense(context, [...path, 'objective'], 'allows no failure at all', 'a share below 1, such as 0.999', '1');
  }
}

function checkOrder({ document, diagnostics }: Context, entries: readonly { from: string }[], path: YamlPath): void {
  entries.forEach(({ from }, index) => {
    const before = entries[index - 1];
    if (before === undefined || ms(from) >= ms(before.from)) return;
    diagnostics.add('E227', placeOfValue(document, [...path, index, 'from']), {});
  });
}

function reportSense(
  { document, diagnostics }: Context,
  path: YamlPath,
  what: string,
  expected: string,
  found: string,
): void {
  const isList = path.at(-1) === 'headers';
  const place = isList ? placeOfKey(document, path) : placeOfValue(document, path);
  diagnostics.add('E239', place, { path: pathText(path), what, expected, found });
}
