import { parentPort } from 'node:worker_threads';
import { type CaseTask, runCase } from '../session/suite.ts';
import { nodeFiles } from './node-files.ts';
import type { Job } from './worker-pool.ts';

/** A worker of `test`: runs the scenarios that it is sent, one by one. */
const files = nodeFiles();
parentPort?.on('message', ({ index, task }: Job<CaseTask>) => {
  parentPort?.postMessage({ index, result: runCase(files, task) });
});
