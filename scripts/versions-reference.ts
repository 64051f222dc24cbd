import { REFERENCE_VERSIONS, type ReferenceVersion, type VersionedBehaviour } from '../src/api/reference-behaviours.ts';

/** What became of a commit of the reference. */
export interface CommitVerdict {
  readonly version: string;
  readonly commit: string;
  readonly pullRequest: number | null;
  readonly verdict: string;
  readonly why: string;
}

const WEIGHTS = ['high', 'medium', 'low'] as const;
const HEADINGS = { high: 'Look at these first', medium: 'Worth knowing', low: 'Details' } as const;
const REPOSITORY = 'https://github.com/argoproj/argo-rollouts';

function pullRequest(number: number): string {
  return `[#${number}](${REPOSITORY}/pull/${number})`;
}

function behaviourLines({ id, statement, meaning, pullRequests, recordedCase }: VersionedBehaviour): string {
  const recorded = recordedCase === undefined ? 'not in a recorded case' : `recorded in ${recordedCase}`;
  return `- **${statement}** ${meaning} (${pullRequests.map(pullRequest).join(', ')}; \`${id}\`, ${recorded})`;
}

function section(version: ReferenceVersion, before: ReferenceVersion, all: readonly VersionedBehaviour[]): string {
  const parts = WEIGHTS.flatMap((weight) => {
    const rows = all.filter((one) => one.since === version && one.weight === weight);
    return rows.length === 0 ? [] : [`### ${HEADINGS[weight]}`, rows.map(behaviourLines).join('\n')];
  });
  return [`## From ${before} to ${version}`, ...parts].join('\n\n');
}

function commitTable(commits: readonly CommitVerdict[]): string {
  const rows = commits.map(({ version, commit, pullRequest: number, verdict, why }) => {
    const link = number === null ? '' : pullRequest(number);
    return `| ${version} | \`${commit}\` | ${link} | ${verdict} | ${why} |`;
  });
  return ['| version | commit | pull request | verdict | |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** docs/versions.md: what changes for users from each version of the reference to the next. */
export function versionsReference(all: readonly VersionedBehaviour[], commits: readonly CommitVerdict[]): string {
  const sections = REFERENCE_VERSIONS.slice(1).map((version, index) =>
    section(version, REFERENCE_VERSIONS[index] ?? version, all),
  );
  return (
    [
      '# Versions of Argo Rollouts',
      '<!-- Generated from src/api/reference-behaviours.ts and scripts/versions/commits.json: npm run generate. -->',
      `Rehearse reproduces ${REFERENCE_VERSIONS.join(', ')}. \`--reference VERSION\` or \`spec.reference\` chooses one. If neither is given and the Deployment of the controller is among the manifests, its image chooses it. A script replaces the controller during the run: \`{at: 5m, controller: v1.9.1}\`.`,
      'What differs between versions is a named behaviour. The recordings of the real controllers of each version are run under that version.',
      ...sections,
      '## Commit by commit',
      'Every commit of the folders rollout, utils, analysis, experiments, controller, service, metricproviders and pkg. *Modelled*: a named behaviour. *Without effect*: nothing that a rehearsal shows. *Left out*: a rehearsal does not show it, although users may see it.',
      commitTable(commits),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
