import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Answer, Job } from './jobs.ts';

/** Has every job done by workers, one for each core, each taking the next job when it is done with one; answers in the order of the jobs. */
export async function runJobs(workerUrl: URL, jobs: readonly Job[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerUrl);
      let current = -1;
      const give = (): void => {
        current = next++;
        const job = jobs[current];
        if (job !== undefined) worker.postMessage(job);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('message', (answer: Answer) => {
        answers[current] = answer;
        give();
      });
      worker.on('error', reject);
      give();
    });
  const count = Math.min(jobs.length, availableParallelism());
  await Promise.all(Array.from({ length: count }, work));
  return answers;
}
