import { DEPLOYMENT, ROLLOUT } from '../../api/resources.ts';
import { own } from '../../text/own.ts';
import { refOf } from '../../timeline/object-ref.ts';
import type { FindingRule } from '../finding.ts';

export const overlappingSelectors: FindingRule = {
  id: 'finding.selectors.overlap',
  title: 'Two workloads select the same pods',
  statement:
    "The selectors of two workloads both fit the pods of one: they count and route each other's pods, and Services with these labels send requests to both.",
  template: '{kind} {name} and {otherKind} {other} have selectors that fit the same pods',
  severity: 'trap',
  source: 'k8s.io/kubernetes/pkg/controller/controller_ref_manager.go ClaimObject',
  example: {
    inputs: { kind: 'Rollout', name: 'shop', otherKind: 'Rollout', other: 'shop-eu' },
    text: 'Rollout shop and Rollout shop-eu have selectors that fit the same pods',
  },
  find: (run) => {
    const reader = run.at(run.endMs);
    const workloads = [
      ...reader.list(ROLLOUT).flatMap((one) =>
        one.spec.workloadRef === undefined
          ? [
              {
                ref: refOf(ROLLOUT, one),
                selector: one.spec.selector?.matchLabels ?? {},
                labels: one.spec.template.metadata.labels ?? {},
              },
            ]
          : [],
      ),
      ...reader.list(DEPLOYMENT).map((one) => ({
        ref: refOf(DEPLOYMENT, one),
        selector: one.spec.selector?.matchLabels ?? {},
        labels: one.spec.template.metadata.labels ?? {},
      })),
    ];
    return workloads.flatMap(({ ref, selector }, index) => {
      const other = workloads.find(
        (one, at) =>
          at > index &&
          one.ref.namespace === ref.namespace &&
          (fits(selector, one.labels) || fits(one.selector, workloads[index]?.labels ?? {})),
      );
      if (other === undefined || Object.keys(selector).length === 0 || Object.keys(other.selector).length === 0)
        return [];
      const inputs = { kind: ref.kind, name: ref.name, otherKind: other.ref.kind, other: other.ref.name };
      const fix = { text: 'give each workload a label of its own in selector and template' };
      return [{ atMs: 0, lastSeq: 0, object: ref, field: 'spec.selector', inputs, fix }];
    });
  },
};

function fits(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => own(labels, key) === value);
}
