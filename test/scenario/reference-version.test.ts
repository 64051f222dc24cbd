import { describe, expect, it } from 'vitest';
import { worldFromManifests } from '../../src/scenario/bare.ts';

const rollout = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  strategy: {canary: {}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: app, image: "shop:v1"}]}
`;

function controller(image: string): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: argo-rollouts, namespace: argo-rollouts}
spec:
  selector: {matchLabels: {app: argo-rollouts}}
  template:
    metadata: {labels: {app: argo-rollouts}}
    spec: {containers: [{name: controller, image: "${image}"}]}
`;
}

function chosen(image: string, asked?: 'v1.9.1'): readonly [string | undefined, string | undefined] {
  const text = rollout + controller(image);
  const { rehearsal } = worldFromManifests(
    [{ name: 'all.yaml', text }],
    asked === undefined ? {} : { reference: asked },
  );
  return [rehearsal?.world.reference, rehearsal?.remarks.find((remark) => remark.includes('Argo Rollouts'))];
}

describe('the version that is rehearsed', () => {
  it('is that of the controller among the manifests', () => {
    expect(chosen('quay.io/argoproj/argo-rollouts:v1.8.4')).toEqual([
      'v1.8.4',
      'Deployment argo-rollouts runs Argo Rollouts v1.8.4: that version is rehearsed',
    ]);
  });

  it('is the supported one of the same minor release', () => {
    expect(chosen('registry.example:5000/mirror/argo-rollouts:v1.8.2@sha256:0123')).toEqual([
      'v1.8.4',
      'Deployment argo-rollouts runs Argo Rollouts v1.8.2: v1.8.4 is rehearsed, the supported version of that minor release',
    ]);
  });

  it('is the default one where the version is not supported', () => {
    const [version, remark] = chosen('quay.io/argoproj/argo-rollouts:v1.6.0');
    expect(version).toBeUndefined();
    expect(remark).toContain('--reference chooses one of v1.8.4, v1.9.1, v1.10.0-rc1');
  });

  it('is the one that was asked for', () => {
    expect(chosen('quay.io/argoproj/argo-rollouts:v1.8.4', 'v1.9.1')).toEqual(['v1.9.1', undefined]);
  });
});
