import { trafficFacts } from '../../timeline/facts/traffic.ts';
import type { FindingRun } from '../finding.ts';

/** A share of errors from which on a version is taken to be bad. */
const BAD_SHARE = 0.01;

/** The version, if it failed a good part of its requests up to an instant, and clearly more than the others did. */
export function worseVersion(
  run: FindingRun,
  podTemplateHash: string,
  untilMs: number,
): { readonly image: string; readonly share: number } | undefined {
  const versions = (trafficFacts(run.timeline, 0, untilMs) ?? []).flatMap((flow) => flow.versions);
  const own = versions.filter((version) => version.podTemplateHash === podTemplateHash);
  const others = versions.filter((version) => version.podTemplateHash !== podTemplateHash);
  const share = shareOf(own);
  if (share === undefined || share < BAD_SHARE || share < 2 * (shareOf(others) ?? 0)) return undefined;
  return { image: own.at(-1)?.image ?? '', share };
}

function shareOf(versions: readonly { readonly requests: number; readonly errors: number }[]): number | undefined {
  const requests = versions.reduce((sum, version) => sum + version.requests, 0);
  const errors = versions.reduce((sum, version) => sum + version.errors, 0);
  return requests === 0 ? undefined : errors / requests;
}

/** `30 %`, `0.5 %`. */
export function percent(share: number): string {
  const hundredths = Math.round(share * 10_000);
  return `${hundredths >= 1000 ? Math.round(hundredths / 100) : hundredths / 100} %`;
}
