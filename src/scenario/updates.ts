import { parseDurationMs } from '../api/durations.ts';
import { deepEqual } from '../api/equality.ts';
import type { ScriptedAction, Trigger } from '../world/script.ts';
import { AUTOMATIC_DELAY_MS } from './automatic.ts';
import type { DiagnosticList } from './diagnostics.ts';
import { type Files, shownName } from './files.ts';
import { manifestTexts, type InputOptions } from './inputs.ts';
import type { Manifest } from './manifest.ts';
import {
  isRollout,
  type LaterVersion,
  type ManifestContext,
  manifestKey,
  placeOfName,
  readManifests,
  reportVersion,
} from './manifests.ts';
import { type Place, positionOf, sourceFile } from './source-file.ts';

/** When an update is applied: once what came before it has settled, at a step of the update under way, or at a time of the run. */
export type UpdateTime = 'settled' | { readonly step: number } | { readonly atMs: number };

/** Manifests that are applied during the run, as `kubectl apply` does. */
export interface Update {
  /** As people know it: the file or folder. */
  readonly name: string;
  readonly time: UpdateTime;
  readonly manifests: readonly Manifest[];
}

/** `rollout-v2.yaml`, `rollout-v3.yaml@step 2`, `rollout-v3.yaml@90s`; undefined for a time that cannot be. */
export function parseUpdate(text: string): { readonly path: string; readonly time: UpdateTime } | undefined {
  const at = text.lastIndexOf('@');
  if (at < 0) return text === '' ? undefined : { path: text, time: 'settled' };
  const path = text.slice(0, at);
  const when = text.slice(at + 1).trim();
  const step = /^step\s+(\d{1,4})$/.exec(when)?.[1];
  if (path !== '' && step !== undefined) return { path, time: { step: Number(step) } };
  const atMs = parseDurationMs(when);
  if (path !== '' && atMs !== undefined && atMs >= 0) return { path, time: { atMs } };
  // A name with an at sign in it is a name, unless what follows looks like a time.
  return /^(step\b|-?[\d.])/.test(when) ? undefined : { path: text, time: 'settled' };
}

interface Reading extends ManifestContext, InputOptions {
  readonly files: Files;
}

/** What `--then` names, in its order. Reports what cannot be read, and files that change nothing. */
export function readUpdates(
  settings: readonly string[],
  given: readonly Manifest[],
  reading: Reading,
): readonly Update[] {
  const { files, diagnostics } = reading;
  const now = new Map(given.map((manifest) => [manifestKey(manifest), manifest]));
  return settings.flatMap((setting): readonly Update[] => {
    const place: Place = { file: sourceFile('--then', setting), start: 0, end: setting.length };
    const parsed = parseUpdate(setting);
    if (parsed === undefined) {
      diagnostics.add('E708', place, { found: setting });
      return [];
    }
    const texts = manifestTexts(files, [parsed.path], diagnostics, reading);
    const manifests = readManifests(texts, reading);
    const changed = manifests.filter((manifest) => !deepEqual(now.get(manifestKey(manifest))?.object, manifest.object));
    if (changed.length === 0 && !diagnostics.hasErrors) {
      diagnostics.add('W709', place, { path: shownName(parsed.path), count: manifests.length });
    }
    for (const manifest of changed) now.set(manifestKey(manifest), manifest);
    return [{ name: shownName(parsed.path), time: parsed.time, manifests: changed }];
  });
}

/**
 * Second versions of objects, when one call gives several. In a folder the files are applied one after the other, as `kubectl apply -f` would: each file
 * that has such a version becomes an update. Files that were named one by one are a mistake: `--then` says which is which.
 */
export function versionUpdates(later: readonly LaterVersion[], diagnostics: DiagnosticList): readonly Update[] {
  const byFile = new Map<string, Manifest[]>();
  for (const version of later) {
    const { manifest, earlier } = version;
    const { name } = manifest.document.file;
    const before = earlier.document.file;
    if (manifest.folder === undefined || manifest.folder !== earlier.folder || before.name === name) {
      reportVersion(version, diagnostics);
      continue;
    }
    const { line } = positionOf(before, placeOfName(earlier).start);
    diagnostics.add('W440', placeOfName(manifest), {
      kind: manifest.resource.kind,
      name: manifest.name,
      where: `${before.name}:${line}`,
      before: before.name,
      after: name,
    });
    byFile.set(name, [...(byFile.get(name) ?? []), manifest]);
  }
  return [...byFile].map(([name, manifests]) => ({ name, time: 'settled', manifests }));
}

/** Without a Rollout nothing tells when something has settled: by then it usually has. */
const WITHOUT_ROLLOUT_MS = 60_000;

/**
 * The actions of updates, behind `before` other actions of the script. Each update waits for the ones before it: `rollout.phase == "Healthy"` holds at once
 * after the first deployment, but must not start the second update then.
 */
export function updateActions(
  updates: readonly Update[],
  given: readonly Manifest[],
  before: number,
): readonly ScriptedAction[] {
  const script: ScriptedAction[] = [];
  updates.forEach((update, index) => {
    const follows = before + script.length - 1;
    const trigger = triggerOf(update, given, index, follows < 0 ? {} : { follows });
    for (const { object } of update.manifests) {
      script.push({ trigger, action: { do: 'apply', manifest: object }, automatic: true });
    }
  });
  return script;
}

function triggerOf(
  { time, manifests }: Update,
  given: readonly Manifest[],
  index: number,
  order: { readonly follows?: number },
): Trigger {
  if (time !== 'settled' && 'atMs' in time) return { atMs: time.atMs };
  const subject = manifests.find(isRollout) ?? given.find(isRollout);
  const known = subject === undefined ? undefined : given.find((one) => manifestKey(one) === manifestKey(subject));
  const followed = known ?? given.find(isRollout);
  if (followed === undefined) return { atMs: (index + 1) * WITHOUT_ROLLOUT_MS };
  const { namespace, name } = followed;
  const rollout = { namespace, name };
  if (time !== 'settled') {
    const when = `rollout.step >= ${time.step} && rollout.step < rollout.steps && rollout.phase != "Healthy"`;
    return { when, afterMs: 0, rollout, ...order };
  }
  return { when: 'rollout.phase == "Healthy"', afterMs: AUTOMATIC_DELAY_MS, rollout, ...order };
}

/** What Rehearse says of the updates. */
export function updateRemarks(updates: readonly Update[]): readonly string[] {
  return updates
    .filter(({ manifests }) => manifests.length > 0)
    .map(({ name, time, manifests }) => {
      const what = manifests.map(({ resource, name: object }) => `${resource.kind} ${object}`);
      const listed = what.length > 3 ? `${what.slice(0, 3).join(', ')} and ${what.length - 3} more` : what.join(', ');
      return `${name}: applies ${listed}, ${timeText(time)}`;
    });
}

function timeText(time: UpdateTime): string {
  if (time === 'settled') return '10s after the Rollout is Healthy';
  return 'step' in time ? `when the update is at step ${time.step}` : `at ${time.atMs / 1000}s`;
}
