import { expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { memoryFiles } from './disk-files.ts';

function reported(spec: string): string {
  const files = memoryFiles({
    'scenario.yaml': `apiVersion: rehearse.dev/v1\nkind: Scenario\nmetadata: {name: test}\nspec: ${spec}\n`,
  });
  return formatDiagnostics(loadScenario(files, 'scenario.yaml').diagnostics);
}

test.each([
  ['{manifests: [], until: {}}', 'E206: spec.until has the wrong type', 'settled, or a duration such as 1m30s'],
  ['{manifests: [], until: [1m]}', 'E206: spec.until has the wrong type', 'settled, or a duration such as 1m30s'],
  [
    '{manifests: [], traffic: {metrics: {requests: "a b"}}}',
    'E206: spec.traffic.metrics.requests has the wrong type',
    'a metric name of letters, digits, _ and :',
  ],
  [
    '{manifests: [], images: {a: {errors: {code: 200}}}}',
    'E206: spec.images.a.errors.code has the wrong type',
    'a status code from "400" to "599", in quotes',
  ],
])('%s', (spec, message, expected) => {
  const text = reported(spec);
  expect(text).toContain(message);
  expect(text).toContain(`expected: ${expected}\n`);
});
