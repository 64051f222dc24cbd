import manifest from '../../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;

/** What headers of timelines name as their maker. */
export const TOOL = `rehearse ${VERSION}`;

/** What is rehearsed here. */
export const REFERENCE = 'Argo Rollouts v1.9.1, Kubernetes v1.34';
