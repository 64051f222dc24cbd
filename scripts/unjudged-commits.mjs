// Lists the commits of the reference that have no verdict in scripts/versions/commits.json: node scripts/unjudged-commits.mjs REPOSITORY FROM TO.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const FOLDERS = ['rollout', 'utils', 'analysis', 'experiments', 'controller', 'service', 'metricproviders', 'pkg'];

const [repository, from, to] = process.argv.slice(2);
if (repository === undefined || from === undefined || to === undefined) {
  process.stderr.write('usage: node scripts/unjudged-commits.mjs REPOSITORY FROM TO\n');
  process.exit(2);
}
const judged = JSON.parse(readFileSync(new URL('./versions/commits.json', import.meta.url), 'utf8'));
const known = new Set(judged.map(({ commit }) => commit));
const log = execFileSync(
  'git',
  ['-C', repository, 'log', '--no-merges', '--abbrev=9', '--format=%h %s', `${from}..${to}`, '--', ...FOLDERS],
  { encoding: 'utf8' },
);
const unjudged = log.split('\n').filter((line) => line !== '' && !known.has(line.slice(0, line.indexOf(' '))));
process.stdout.write(unjudged.map((line) => `${line}\n`).join(''));
process.exitCode = unjudged.length === 0 ? 0 : 1;
