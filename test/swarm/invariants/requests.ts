import type { Timeline } from '../engine.ts';
import type { Report } from './invariant.ts';

type Sample = NonNullable<Timeline['traffic']>[number];

const SHARES = ['share', 'desired', 'propagated'] as const;

const sum = (counts: Readonly<Record<string, number>> | readonly number[]): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Every request is counted once: requests sent are those answered, those failed and those without a way. */
export function checkRequests(timeline: Timeline, report: Report): void {
  const ends = new Map<string, number>();
  for (const sample of timeline.traffic ?? []) {
    const where = `${sample.flow} from ${sample.fromMs} ms`;
    const since = ends.get(sample.flow);
    if (since !== undefined && since !== sample.fromMs) report(`${where}: the stretch before ends at ${since} ms`);
    if (sample.toMs <= sample.fromMs) report(`${where}: ends at ${sample.toMs} ms`);
    ends.set(sample.flow, sample.toMs);
    checkSample(sample, where, report);
  }
}

function checkSample(sample: Sample, where: string, report: Report): void {
  const { requests, errors, byCode, retries, unrouted, versions } = sample;
  if (requests !== sum(byCode)) report(`${where}: ${requests} requests, ${sum(byCode)} by code`);
  const good = byCode['200'] ?? 0;
  if (requests !== good + errors) report(`${where}: ${requests} requests, ${good} good and ${errors} errors`);
  const calls = versions.reduce((total, version) => total + version.requests, 0);
  if (calls + unrouted !== requests + retries) {
    report(`${where}: ${calls} calls and ${unrouted} unrouted, of ${requests} requests and ${retries} retries`);
  }
  for (const version of versions) {
    const name = `${where}, version ${version.podTemplateHash}`;
    if (version.requests !== sum(version.byCode))
      report(`${name}: ${version.requests} calls, ${sum(version.byCode)} by code`);
    if (version.errors > version.requests) report(`${name}: ${version.errors} errors of ${version.requests}`);
    const lost = (version.byCode['503'] ?? 0) + (version.byCode['000'] ?? 0);
    const timed = sum(version.buckets);
    if (timed > version.requests || timed < version.requests - lost) {
      report(`${name}: ${timed} calls have a latency, of ${version.requests} with ${lost} never answered`);
    }
    if (!(version.utilisation >= 0)) report(`${name}: utilisation ${version.utilisation}`);
    if (version.users !== undefined && version.users.hurt > version.users.exposed) {
      report(`${name}: ${version.users.hurt} users hurt of ${version.users.exposed}`);
    }
  }
  for (const key of SHARES) {
    const total = versions.reduce((all, version) => all + version[key], 0);
    // Each of them is rounded to six decimals.
    if (total > 1 + 1e-6 * versions.length) report(`${where}: ${key} is ${total} in all`);
  }
}
