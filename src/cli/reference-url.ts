import { DEFAULT_REFERENCE } from '../api/reference.ts';
import type { Rule } from '../api/reason.ts';

/** Where to read the function of the reference that a rule follows. */
export function referenceUrl({ id, source }: Rule): string {
  const [file = ''] = source.split(' ');
  if (id.startsWith('argocd.')) return `https://github.com/argoproj/argo-cd/blob/v3.5.1/${file}`;
  return file.startsWith('pkg/controller/')
    ? `https://github.com/kubernetes/kubernetes/blob/v1.34.1/${file}`
    : `https://github.com/argoproj/argo-rollouts/blob/${DEFAULT_REFERENCE}/${file}`;
}
