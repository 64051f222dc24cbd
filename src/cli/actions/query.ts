import { apiAnswer, apiRefusal } from '../../metrics/promql/api-json.ts';
import { promQL, type PromQLQuery } from '../../metrics/promql/promql.ts';
import type { WorldOptions } from '../../session/load.ts';
import { answerQuery, answerText, type QueryTimes } from '../../session/query.ts';
import { rehearseObserved } from '../../session/run.ts';
import { UsageError } from '../../session/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { loadOrTell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import type { OutputFormat } from '../options.ts';
import { withProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

export interface QueryOptions extends WorldOptions {
  readonly at?: number;
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
  readonly output: OutputFormat;
}

const DEFAULT_STEP_MS = 15_000;

/** Rehearses as far as needed, and answers the query. */
export function query(terminal: Terminal, text: string, paths: readonly string[], options: QueryOptions): number {
  checkTimes(options);
  const { output } = options;
  let read: PromQLQuery;
  try {
    read = promQL(text);
  } catch (error) {
    return refuse(terminal, error, output);
  }
  const rehearsal = loadOrTell(terminal, nodeFiles(), paths, { ...untilAsked(options), quiet: true });
  if (rehearsal === undefined) return EXIT.badInput;
  const observed = withProgress(terminal, rehearsal.world, false, (tell) => rehearseObserved(rehearsal, tell));
  try {
    const answer = answerQuery(read, observed, rehearsal.world.epochMs, timesOf(options));
    const { result, atMs } = answer;
    if (output === 'json') terminal.out(`${JSON.stringify(apiAnswer(result, atMs))}\n`);
    else {
      for (const remark of [...result.warnings, ...result.infos]) terminal.err(`${remark}\n`);
      for (const { name, meant } of answer.unknown) {
        terminal.err(`no series is called ${name}${meant === undefined ? '' : ` (did you mean ${meant}?)`}\n`);
      }
      terminal.out(answerText(answer));
    }
    return EXIT.asExpected;
  } catch (error) {
    return refuse(terminal, error, output);
  }
}

function checkTimes({ at, start, end, step }: QueryOptions): void {
  if (at !== undefined && (start !== undefined || end !== undefined)) {
    throw new UsageError('--at asks at one time, --start and --end over a stretch of time', '(give one or the other)');
  }
  if (start === undefined && end !== undefined) throw new UsageError('--end needs --start');
  if (start !== undefined && end !== undefined && end < start) throw new UsageError('--end is before --start');
  if (step === 0) throw new UsageError('--step has to be above 0s');
}

function timesOf({ at, start, end, step = DEFAULT_STEP_MS }: QueryOptions): QueryTimes {
  if (start === undefined) return at === undefined ? {} : { atMs: at };
  return { startMs: start, ...(end === undefined ? {} : { endMs: end }), stepMs: step };
}

/** A run goes on until the last time that is asked for. */
function untilAsked(options: QueryOptions): QueryOptions {
  const ms = options.at ?? options.end;
  return ms === undefined || options.until !== undefined ? options : { ...options, until: { ms } };
}

function refuse(terminal: Terminal, error: unknown, output: QueryOptions['output']): number {
  const refusal = apiRefusal(error);
  if (refusal === undefined) throw error;
  if (output === 'json') terminal.out(`${JSON.stringify(refusal)}\n`);
  else terminal.err(`error: ${refusal.error}\n`);
  return EXIT.badInput;
}
