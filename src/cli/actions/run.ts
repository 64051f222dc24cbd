import { REPORT_FORMATS } from '../../report/report-formats.ts';
import { labelled } from '../../report/text/run-text.ts';
import { hintOf } from '../../session/hint.ts';
import { judgementOf } from '../../session/judgement.ts';
import { load, namesScenario, type WorldOptions } from '../../session/load.ts';
import { rehearse } from '../../session/run.ts';
import { commandArguments } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { refuseUnknownCommand, tell } from '../load.ts';
import { nextCommands } from '../next-commands.ts';
import { nodeFiles } from '../node-files.ts';
import { nodeHash } from '../node-hash.ts';
import { pageAssets } from '../page-assets.ts';
import { withProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { inChunks, writeFiles } from '../write-files.ts';

export interface RunOptions extends WorldOptions {
  readonly quiet?: boolean;
  /** Every moment with its reasons. */
  readonly verbose?: boolean;
  /** Warnings count as failures. */
  readonly strict?: boolean;
  /** The name of a report format. */
  readonly output: string;
  /** A folder, or false under --no-reports; undefined: `reports` for a scenario, none for bare manifests. */
  readonly reports?: string | false;
  /** The words that begin commands. */
  readonly commands: readonly string[];
  /** Whether the word `run` was written; it may be left out. */
  readonly named: boolean;
}

const DEFAULT_REPORTS = 'reports';

/** Rehearses, tells what happened, writes the reports. The text comes first: charts take longer than the run. */
export async function run(terminal: Terminal, paths: readonly string[], options: RunOptions): Promise<number> {
  const { quiet = false, verbose = false, output } = options;
  const files = nodeFiles();
  if (!options.named) refuseUnknownCommand(files, paths, options.commands);
  const { rehearsal, diagnostics } = load(files, paths, options);
  tell(terminal, quiet ? diagnostics.filter(({ severity }) => severity !== 'note') : diagnostics);
  if (rehearsal === undefined) return EXIT.badInput;
  const { remarks } = rehearsal;
  const timeline = withProgress(terminal, rehearsal.world, quiet, (onProgress) => rehearse(rehearsal, onProgress));
  const args = commandArguments(paths, options);
  const format = REPORT_FORMATS.find(({ name }) => name === output) ?? REPORT_FORMATS[0];
  const newReporter = await format.load();
  const { width, style } = terminal;
  const reporter = newReporter({ width, style, quiet, verbose, newHash: nodeHash });
  const reported = { timeline, remarks, next: quiet ? [] : nextCommands(timeline, args) };
  for (const text of inChunks(reporter.run?.(reported) ?? [])) terminal.out(text);
  for (const text of inChunks(reporter.end?.([reported]) ?? [])) terminal.out(text);
  const root = options.reports ?? (namesScenario(files, paths) ? DEFAULT_REPORTS : false);
  if (root !== false) {
    const { reportFiles, reportFolder } = await import('../../session/reports.ts');
    const command = `rehearse run ${args}`.trimEnd();
    const written = await reportFiles(timeline, { command, remarks, assets: pageAssets(), newHash: nodeHash });
    const folder = reportFolder(root, timeline);
    writeFiles(folder, written);
    const names = written.map((file) => file.name).join(', ');
    if (!quiet && output === 'text') terminal.out(labelled(terminal, 'written', `${folder}/ ${names}`));
  }
  const warnings = options.strict === true ? diagnostics.filter(({ severity }) => severity === 'warning') : [];
  const { passed, reason } = judgementOf(timeline, warnings);
  if (passed) return EXIT.asExpected;
  const hint = hintOf(rehearsal, timeline, `rehearse ${args}`);
  const line = labelled(terminal, 'failed', [reason ?? '', ...(hint === undefined ? [] : [hint])].join('. '));
  if (output === 'text') terminal.out(line);
  else terminal.err(line);
  return EXIT.notAsExpected;
}
