import manifest from '../../package.json' with { type: 'json' };
import { DEFAULT_REFERENCE, KUBERNETES_VERSION } from '../api/reference.ts';

export const VERSION: string = manifest.version;

/** What headers of timelines name as their maker. */
export const TOOL = `rehearse ${VERSION}`;

/** What is rehearsed here. */
export const REFERENCE = `Argo Rollouts ${DEFAULT_REFERENCE}, Kubernetes ${KUBERNETES_VERSION}`;
