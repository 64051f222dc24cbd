import { isTable, readText, recordingFiles } from './files.ts';
import type { Answer, Job } from './jobs.ts';
import { readOptions, type RunnerOptions } from './options.ts';
import { runJobs } from './pool.ts';
import { jsonReport, type Results, scoresOf, textReport } from './report.ts';

/** Lines that a worker takes at once: enough to make the hand-over cheap, few enough to keep all busy to the end. */
const LINES_PER_JOB = 8;

function jobsOf({ paths, group, caseName, limit }: RunnerOptions): readonly Job[] {
  const jobs: Job[] = [];
  for (const path of recordingFiles(paths)) {
    const text = isTable(path) ? undefined : readText(path);
    if (text === undefined) {
      if (caseName === undefined && (group === undefined || isTableNamed(path, group)))
        jobs.push({ kind: 'table', path });
      continue;
    }
    const lines = text.split('\n').filter((line) => line.trim() !== '' && isAsked(line, group, caseName));
    for (let at = 0; at < lines.length; at += LINES_PER_JOB) {
      jobs.push({ kind: 'cases', lines: lines.slice(at, at + LINES_PER_JOB), limit });
    }
  }
  return jobs;
}

/** Whether a file is the table of this name: `--group` picks tables too. */
function isTableNamed(path: string, name: string): boolean {
  const read: { readonly table?: string } = JSON.parse(readText(path));
  return read.table === name;
}

/** Whether the case of a line was asked for. */
function isAsked(line: string, group: string | undefined, caseName: string | undefined): boolean {
  if (group === undefined && caseName === undefined) return true;
  const read: { readonly group?: string; readonly name?: string } = JSON.parse(line);
  return (group === undefined || read.group === group) && (caseName === undefined || read.name === caseName);
}

function resultsOf(answers: readonly Answer[]): Results {
  return {
    cases: answers.flatMap((answer) => (answer.kind === 'cases' ? answer.verdicts : [])),
    tables: answers.flatMap((answer) => (answer.kind === 'table' ? [answer.verdict] : [])),
  };
}

/** Judges recordings; the exit status: 0 if all are equal, 1 if any differs, 2 if the command line is wrong or a file is no recording. */
export async function main(args: readonly string[], workerUrl: URL): Promise<number> {
  try {
    const options = readOptions(args);
    const jobs = jobsOf(options);
    if (jobs.length === 0) throw new Error('no such recordings');
    const startMs = Date.now();
    const results = resultsOf(await runJobs(workerUrl, jobs));
    const seconds = (Date.now() - startMs) / 1000;
    process.stdout.write(options.json ? jsonReport(results) : textReport(results, options.limit, seconds));
    return scoresOf(results).every(({ equal, total }) => equal === total) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
