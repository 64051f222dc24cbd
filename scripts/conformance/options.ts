import { parseArgs } from 'node:util';

export interface RunnerOptions {
  readonly paths: readonly string[];
  readonly group: string | undefined;
  readonly caseName: string | undefined;
  readonly json: boolean;
  /** Differences shown of each unequal case or table. */
  readonly limit: number;
}

export const USAGE = 'npm run conformance -- DIR-or-FILES [--group NAME] [--case NAME] [--json] [--limit-diffs N]';

/** Reads the command line; throws what is wrong with it. */
export function readOptions(args: readonly string[]): RunnerOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      group: { type: 'string' },
      case: { type: 'string' },
      json: { type: 'boolean', default: false },
      'limit-diffs': { type: 'string', default: '1' },
    },
  });
  const limit = Number(values['limit-diffs']);
  if (!Number.isInteger(limit) || limit < 1) throw new Error('--limit-diffs wants a whole number above 0');
  if (positionals.length === 0) throw new Error(`no recordings named: ${USAGE}`);
  return { paths: positionals, group: values.group, caseName: values.case, json: values.json, limit };
}
