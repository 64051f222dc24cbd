import type { Volume } from '../shape/core-volumes.ts';

const DEFAULT_MODE = 0o644;
const TOKEN_SECONDS = 3600;

type DownwardItems = NonNullable<NonNullable<Volume['downwardAPI']>['items']>;
type Projected = NonNullable<Volume['projected']>;

/**
 * A volume with the defaults of its source; one without a source is an emptyDir. Kinds of storage that belong to one vendor are left as written.
 * Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go SetDefaults_Volume and those of the sources.
 */
export function volumeDefaults(volume: Volume): Volume {
  const { secret, configMap, downwardAPI, projected, hostPath } = volume;
  if (Object.keys(volume).length === 1) return { ...volume, emptyDir: {} };
  if (secret !== undefined) return { ...volume, secret: { defaultMode: DEFAULT_MODE, ...secret } };
  if (configMap !== undefined) return { ...volume, configMap: { defaultMode: DEFAULT_MODE, ...configMap } };
  if (hostPath !== undefined) return { ...volume, hostPath: { type: '', ...hostPath } };
  if (projected !== undefined) return { ...volume, projected: projectedDefaults(projected) };
  if (downwardAPI === undefined) return volume;
  const { items } = downwardAPI;
  const withItems = items === undefined ? {} : { items: itemDefaults(items) };
  return { ...volume, downwardAPI: { defaultMode: DEFAULT_MODE, ...downwardAPI, ...withItems } };
}

function itemDefaults(items: DownwardItems): DownwardItems {
  return items.map((item) =>
    item.fieldRef === undefined ? item : { ...item, fieldRef: { apiVersion: 'v1', ...item.fieldRef } },
  );
}

function projectedDefaults(projected: Projected): Projected {
  const sources = projected.sources?.map((source) => {
    const { downwardAPI, serviceAccountToken } = source;
    const items = downwardAPI?.items;
    return {
      ...source,
      ...(items === undefined ? {} : { downwardAPI: { ...downwardAPI, items: itemDefaults(items) } }),
      ...(serviceAccountToken === undefined
        ? {}
        : { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, ...serviceAccountToken } }),
    };
  });
  return { defaultMode: DEFAULT_MODE, ...projected, sources: sources ?? null };
}
