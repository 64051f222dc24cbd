import { REPORT_FORMATS } from '../../report/report-formats.ts';
import { labelled } from '../../report/text/run-text.ts';
import { namesScenario, type WorldOptions } from '../../session/load.ts';
import { rehearse } from '../../session/run.ts';
import { commandArguments } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptSignal } from '../interrupt.ts';
import { loadOrTell, refuseMistypedCommand } from '../load.ts';
import { nextCommands } from '../next-commands.ts';
import { nodeFiles } from '../node-files.ts';
import { nodeHash } from '../node-hash.ts';
import { withProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { inChunks, writeFiles } from '../write-files.ts';

export interface RunOptions extends WorldOptions {
  readonly quiet?: boolean;
  /** The name of a report format. */
  readonly output: string;
  /** A folder, or false under --no-reports; undefined: `reports` for a scenario, none for bare manifests. */
  readonly reports?: string | false;
  /** The words that begin other commands. */
  readonly commands: readonly string[];
}

const DEFAULT_REPORTS = 'reports';

/** Rehearses, tells what happened, writes the reports. The text comes first: charts take longer than the run. */
export async function run(terminal: Terminal, paths: readonly string[], options: RunOptions): Promise<number> {
  const { quiet = false, output } = options;
  const files = nodeFiles();
  refuseMistypedCommand(files, paths, options.commands);
  const rehearsal = loadOrTell(terminal, files, paths, { ...options, quiet });
  if (rehearsal === undefined) return EXIT.badInput;
  const { remarks } = rehearsal;
  const timeline = withProgress(terminal, rehearsal.world, quiet, (tell) => rehearse(rehearsal, tell));
  const args = commandArguments(paths, options);
  const format = REPORT_FORMATS.find(({ name }) => name === output) ?? REPORT_FORMATS[0];
  const newReporter = await format.load();
  const { width, style } = terminal;
  const reporter = newReporter({ width, style, quiet, newHash: nodeHash });
  const reported = { timeline, remarks, next: quiet ? [] : nextCommands(timeline, args) };
  for (const text of inChunks(reporter.run?.(reported) ?? [])) terminal.out(text);
  for (const text of inChunks(reporter.end?.([reported]) ?? [])) terminal.out(text);
  const root = options.reports ?? (namesScenario(files, paths) ? DEFAULT_REPORTS : false);
  if (root !== false) {
    const signal = interruptSignal();
    const { reportFiles, reportFolder } = await import('../../session/reports.ts');
    const command = `rehearse run ${args}`.trimEnd();
    const written = await reportFiles(timeline, { command, remarks, newHash: nodeHash });
    if (signal.aborted) return EXIT.interrupted;
    const folder = reportFolder(root, timeline);
    writeFiles(folder, written);
    const names = written.map((file) => file.name).join(', ');
    if (!quiet && output === 'text') terminal.out(labelled(terminal, 'written', `${folder}/ ${names}`));
  }
  const isBroken = timeline.verdicts.some(({ passed }) => !passed);
  return isBroken ? EXIT.notAsExpected : EXIT.asExpected;
}
