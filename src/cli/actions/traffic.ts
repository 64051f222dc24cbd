import { NO_TRAFFIC, grouped, percent } from '../../report/traffic/words.ts';
import { versionNames } from '../../report/traffic/version-names.ts';
import type { Estimate } from '../../study/confidence.ts';
import {
  type FlowEstimate,
  replicateTraffic,
  type TrafficReplications,
  type VersionEstimate,
} from '../../study/traffic-replications.ts';
import { UsageError } from '../../session/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { loadOrTell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import type { WorldOptions } from '../../session/load.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';

export interface TrafficOptions extends WorldOptions {
  readonly replications: number;
  readonly output: OutputFormat;
}

/** Runs a scenario under many seeds, and tells what callers have of it. */
export function traffic(terminal: Terminal, paths: readonly string[], options: TrafficOptions): number {
  const { replications: count, output } = options;
  if (count < 2) throw new UsageError('--replications has to be 2 or more', '(of one run there is no confidence)');
  const rehearsal = loadOrTell(terminal, nodeFiles(), paths, { ...options, quiet: true });
  if (rehearsal === undefined) return EXIT.badInput;
  const result = replicateTraffic(rehearsal.world, count);
  if (result === undefined) throw new UsageError('this scenario has no traffic', `(${NO_TRAFFIC})`);
  terminal.out(output === 'json' ? `${JSON.stringify(result, null, 2)}\n` : text(result, count));
  return EXIT.asExpected;
}

function text({ seeds, flows }: TrafficReplications, count: number): string {
  const head = `${count} runs, seeds ${seeds.first} to ${seeds.last}: means, and in brackets what holds the true mean with 95 % confidence\n`;
  return head + flows.map((flow) => flowText(flow, count)).join('');
}

function flowText({ flow, requests, failed, versions }: FlowEstimate, count: number): string {
  const names = versionNames(versions);
  const lines = versions
    .filter(({ errors, calledOff }) => errors.mean > 0 || calledOff.runs > 0)
    .map(
      (version) =>
        `  ${names.get(version.podTemplateHash) ?? version.podTemplateHash}: ${versionText(version, flow.users, count)}`,
    );
  return [`\n${flow.name}: ${shown(requests)} requests, ${shown(failed)} failed`, ...lines, ''].join('\n');
}

function versionText(
  { errors, hurtUsers, calledOff }: VersionEstimate,
  users: number | undefined,
  count: number,
): string {
  const met =
    hurtUsers === undefined || users === undefined
      ? `${shown(errors)} errors`
      : `${shown(hurtUsers)} of ${grouped(users)} users saw its errors`;
  const { runs, likely } = calledOff;
  const off = runs === 0 ? 'never called off' : `called off in ${runs} of ${count} runs`;
  return `${met}; ${off} [${percent(likely.low)} to ${percent(likely.high)}]`;
}

/** Counts are whole, and never below 0. */
function shown({ mean, low, high }: Estimate): string {
  return `${grouped(mean)} [${grouped(Math.max(0, low))} to ${grouped(high)}]`;
}
