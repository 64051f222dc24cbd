import { UNMODELLED_FIELDS } from '../../src/scenario/not-modelled.ts';

/** What becomes of a field that no rule of the engine looks at, and why. */
export interface FieldException {
  readonly handling: 'no effect' | 'refused';
  readonly why: string;
}

const NO_CREDENTIALS = 'the scenario answers: nobody is asked over a network, so nothing has to be proved';
const NO_NETWORK = 'the scenario answers at once, or with an error that it names';
const BACKEND = 'part of what the backend is asked, which the scenario answers by the metric’s name or query';
const STORED = 'kept as the API server keeps it; only a person or another tool reads it';
const AWS = 'kept as it stands in the status: only verification at AWS, which is off by default, writes it';

/** By the end of the path; of several that fit, the first. */
const WITHOUT_EFFECT: readonly (readonly [RegExp, string])[] = [
  [/^(apiVersion|kind)$/u, 'says which kind the object is; read where manifests are'],
  [/^metadata$/u, 'name, namespace, labels and annotations: as Kubernetes has them, in src/api/memory-server.ts'],
  [/\.authentication\./u, NO_CREDENTIALS],
  [/\.(influxdb|newRelic)\.profile$/u, NO_CREDENTIALS],
  [/\.secretRef\./u, NO_CREDENTIALS],
  [/\.insecure$/u, NO_NETWORK],
  [/\.(timeout|timeoutSeconds)$/u, NO_NETWORK],
  [/\.headers\[\]\.(key|value)$/u, NO_CREDENTIALS],
  [/\.(kayenta|wavefront|skywalking)\.address$/u, BACKEND],
  [/\.kayenta\.(application|metricsAccountName|configurationAccountName|storageAccountName)$/u, BACKEND],
  [/\.kayenta\.scopes\[\]\.\w+\.(region|step)$/u, BACKEND],
  [/\.metricDataQueries\[\]\.(period|metricStat\.(period|stat|unit|metric\.namespace))$/u, BACKEND],
  [/\.stepPluginStatuses\[\]\./u, STORED],
  [/^status\.albs?(\[\])?\./u, AWS],
];

/** The exception for a field, if there is one. */
export function exceptionOf(kind: string, path: string): FieldException | undefined {
  const refused = kind === 'Rollout' ? UNMODELLED_FIELDS.find((field) => isWithin(path, field.path)) : undefined;
  if (refused !== undefined) return { handling: 'refused', why: `${refused.part} is not modelled (E427)` };
  const [, why] = WITHOUT_EFFECT.find(([end]) => end.test(path)) ?? [];
  return why === undefined ? undefined : { handling: 'no effect', why };
}

/** Whether a path of fields lies at or below one whose list positions are written as `*`. */
function isWithin(path: string, above: readonly string[]): boolean {
  const steps = path.replaceAll('[]', '.*').split('.');
  return above.every((step, index) => steps[index] === step);
}
