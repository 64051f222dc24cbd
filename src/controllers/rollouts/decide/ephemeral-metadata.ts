import { goJson } from '../../../api/go-json.ts';
import { isJsonObject } from '../../../api/json.ts';
import { EPHEMERAL_METADATA_ANNOTATION } from '../../../api/rollouts/names.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import { type ObjectMeta, podTemplateMetadata, type PodTemplateMetadata } from '../../../api/shape/meta.ts';
import { own, setOwn } from '../../../text/own.ts';

type Texts = Readonly<Record<string, string>>;

/**
 * What was injected into a ReplicaSet's pods before, as its annotation remembers it; undefined if nothing, or unreadable.
 * Source: utils/replicaset/canary.go ParseExistingPodMetadata.
 */
export function parseExistingPodMetadata(replicaSet: ReplicaSet): PodTemplateMetadata | undefined {
  const text = replicaSet.metadata.annotations?.[EPHEMERAL_METADATA_ANNOTATION];
  return text === undefined ? undefined : parseRememberedMetadata(text);
}

/** The same of the annotation's text. */
export function parseRememberedMetadata(text: string): PodTemplateMetadata | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed)
      ? { labels: textsOf(parsed['labels']), annotations: textsOf(parsed['annotations']) }
      : undefined;
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): Texts | undefined {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** Puts in what is desired, takes out what was injected before and is no longer; undefined when nothing changes. */
function syncTexts(
  current: Texts | undefined,
  existing: Texts | undefined,
  desired: Texts | undefined,
): Texts | undefined {
  const result: Record<string, string> = { ...current };
  let modified = false;
  for (const [key, value] of Object.entries(desired ?? {})) {
    if (own(result, key) === value) continue;
    // Go reads a missing key as the empty text, so an empty value is not injected.
    if (value === '' && own(result, key) === undefined) continue;
    setOwn(result, key, value);
    modified = true;
  }
  for (const key of Object.keys(existing ?? {})) {
    if (own(desired, key) !== undefined || own(result, key) === undefined) continue;
    delete result[key];
    modified = true;
  }
  return modified ? result : undefined;
}

/**
 * Metadata with the desired labels and annotations in it and the formerly injected ones gone; undefined when nothing changes.
 * Source: SyncEphemeralPodMetadata.
 */
export function syncEphemeralPodMetadata(
  metadata: ObjectMeta,
  existing: PodTemplateMetadata | undefined,
  desired: PodTemplateMetadata | undefined,
): ObjectMeta | undefined {
  const labels = syncTexts(metadata.labels, existing?.labels, desired?.labels);
  const annotations = syncTexts(metadata.annotations, existing?.annotations, desired?.annotations);
  if (labels === undefined && annotations === undefined) return undefined;
  return { ...metadata, labels: labels ?? metadata.labels, annotations: annotations ?? metadata.annotations };
}

/**
 * The ReplicaSet with the desired metadata in its pod template, and an annotation that remembers it; undefined when nothing changes.
 * Source: SyncReplicaSetEphemeralPodMetadata.
 */
export function syncReplicaSetEphemeralPodMetadata(
  replicaSet: ReplicaSet,
  desired: PodTemplateMetadata | undefined,
): ReplicaSet | undefined {
  const { template } = replicaSet.spec;
  const metadata = syncEphemeralPodMetadata(template.metadata, parseExistingPodMetadata(replicaSet), desired);
  if (metadata === undefined) return undefined;
  const annotations: Record<string, string> = { ...replicaSet.metadata.annotations };
  if (desired === undefined) delete annotations[EPHEMERAL_METADATA_ANNOTATION];
  else annotations[EPHEMERAL_METADATA_ANNOTATION] = goJson(podTemplateMetadata, desired);
  return {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations },
    spec: { ...replicaSet.spec, template: { ...template, metadata } },
  };
}
