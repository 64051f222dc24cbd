import { drillText } from '../../report/drill/drill-text.ts';
import { drillRehearsal, type DrillRequest } from '../../session/drill.ts';
import { EXIT } from '../exit-codes.ts';
import { tell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';

export interface DrillOptions extends DrillRequest {
  readonly output: OutputFormat;
}

const CLEAR_LINE = '\r\u001b[K';

/** Rehearses an update under the catalogue of mishaps, and reports which of them hurt. */
export function drill(terminal: Terminal, paths: readonly string[], { output, ...request }: DrillOptions): number {
  const onProgress = (done: number, all: number): void => {
    if (terminal.errIsTerminal) terminal.control('err', `${CLEAR_LINE}mishap ${done + 1} of ${all}`);
  };
  const show = { show: (diagnostics: Parameters<typeof tell>[1]) => tell(terminal, diagnostics) };
  const report = drillRehearsal(nodeFiles(), paths, request, show, onProgress);
  if (terminal.errIsTerminal) terminal.control('err', CLEAR_LINE);
  if (report === undefined) return EXIT.badInput;
  terminal.out(output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : drillText(report, terminal));
  return report.requirements.every(({ holds }) => holds) ? EXIT.asExpected : EXIT.notAsExpected;
}
