import { own } from '../text/own.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest } from './manifest.ts';
import type { Reference } from './reference-paths.ts';
import { valueAt } from './schema/issues.ts';
import { podLabels, textMap } from './workload.ts';
import { placeOfValue } from './yaml-path.ts';

const HASH_LABEL = 'rollouts-pod-template-hash';

/**
 * Services of a Rollout whose selector does not fit its pods: the controller refuses them.
 * Source: pkg/apis/rollouts/validation/validation_references.go ValidateService
 */
export function checkServiceSelectors(
  rollout: Manifest,
  references: readonly Reference[],
  manifests: readonly Manifest[],
  diagnostics: DiagnosticList,
): void {
  if (valueAt(rollout.object, ['spec', 'workloadRef']) !== undefined) return;
  const names = new Set(
    references.filter((reference) => reference.kind === 'Service').map((reference) => reference.name),
  );
  const labels = podLabels(rollout.object);
  for (const service of manifests) {
    if (service.resource.kind !== 'Service' || service.namespace !== rollout.namespace || !names.has(service.name))
      continue;
    const selector = textMap(valueAt(service.object, ['spec', 'selector']));
    for (const [key, value] of Object.entries(selector)) {
      if (key === HASH_LABEL || own(labels, key) === value) continue;
      diagnostics.add('W510', placeOfValue(service.document, [...service.path, 'spec', 'selector', key]), {
        service: service.name,
        label: `${key}=${value}`,
        rollout: rollout.name,
      });
    }
  }
}
