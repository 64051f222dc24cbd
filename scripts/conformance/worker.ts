import { parentPort } from 'node:worker_threads';
import { judgeCase } from '../../test/conformance/judge-case.ts';
import { judgeTable } from '../../test/conformance/tables/judge-table.ts';
import { parseTable } from '../../test/conformance/tables/load-table.ts';
import { readText } from './files.ts';
import type { Answer, Job } from './jobs.ts';

function answer(job: Job): Answer {
  if (job.kind === 'table') return { kind: 'table', verdict: judgeTable(parseTable(readText(job.path))) };
  return { kind: 'cases', verdicts: job.lines.map((line) => judgeCase(line, job.limit, { reasons: false })) };
}

parentPort?.on('message', (job: Job) => parentPort?.postMessage(answer(job)));
