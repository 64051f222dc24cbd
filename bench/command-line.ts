import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProcessTime {
  readonly command: string;
  readonly medianMs: number;
  readonly bestMs: number;
  /** The most memory that the process had. */
  readonly megabytes: number;
}

const SCENARIO = 'scenarios/getting-started';
const TELL_MEMORY =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('memory '+process.resourceUsage().maxRSS))";

/** How long a person waits, from the shell on; bare Node for comparison. */
export function benchCommandLine(): readonly ProcessTime[] {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-bench-'));
  try {
    return [
      timed('node -e 0', ['-e', '0'], 10),
      timed('rehearse --help', ['dist/cli.js', '--help'], 10),
      timed('rehearse run, with its timeline', ['dist/cli.js', 'run', SCENARIO, '--no-reports'], 10),
      timed('rehearse run, with chart and page', ['dist/cli.js', 'run', SCENARIO, '--reports', folder], 5),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(command: string, args: readonly string[], times: number): ProcessTime {
  const spent: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const startMs = performance.now();
    const { status } = spawnSync(process.execPath, args);
    spent.push(performance.now() - startMs);
    if (status !== 0) throw new Error(`${command}: exit status ${status}`);
  }
  spent.sort((a, b) => a - b);
  const { stderr } = spawnSync(process.execPath, ['--import', TELL_MEMORY, ...args], { encoding: 'utf8' });
  const kilobytes = Number(/memory (\d+)/.exec(stderr)?.[1] ?? 0);
  return {
    command,
    medianMs: spent[spent.length >> 1] ?? 0,
    bestMs: spent[0] ?? 0,
    megabytes: kilobytes / 1024,
  };
}
