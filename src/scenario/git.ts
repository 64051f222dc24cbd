import type { GitFile } from '../api/argocd/git-repository.ts';
import { isSameRepository } from '../api/argocd/policy.ts';
import { APPLICATION, ARGO_CD_NAMESPACE } from '../api/argocd/resources.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import type { ArgoCdSettings } from '../world/argocd.ts';
import type { CommitChange, GitSource, ImageChange } from '../world/git.ts';
import type { DiagnosticList } from './diagnostics.ts';
import { type Files, resolvePath, shownName } from './files.ts';
import type { Manifest, ManifestText } from './manifest.ts';
import { type ManifestContext, readManifests } from './manifests.ts';
import type { ScenarioContext } from './scenario-context.ts';
import type { ArgoCdSetting, CommitSetting, GitFilesSetting, GitSetting } from './schema/git.ts';
import { valueAt } from './schema/issues.ts';
import { didYouMean } from './suggest.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';
import type { YamlDocument } from './yaml-reader.ts';

interface Reading extends ManifestContext {
  readonly files: Files;
  readonly document: YamlDocument;
}

/** A file as it lies in a repository, with the objects that it has. */
export interface GitManifests {
  readonly repository: string;
  readonly path: string;
  readonly manifests: readonly Manifest[];
}

/** The files of every repository, even if something else in the scenario is wrong. */
export function gitManifests(reading: Reading): readonly GitManifests[] {
  const named = valueAt(reading.document.value, ['spec', 'git']);
  if (!isJsonObject(named)) return [];
  return Object.entries(named).flatMap(([repository, setting]) => {
    const files = isJsonObject(setting) ? setting['manifests'] : undefined;
    const read = readGitFiles(reading, files, ['spec', 'git', repository, 'manifests']);
    return read.map((file) => ({ repository, ...file }));
  });
}

interface NamedFile {
  readonly path: string;
  readonly file: string;
  readonly at: YamlPath;
}

/** Files given as a list of names, or as a mapping of paths to names. */
function namedFiles(setting: Json | undefined, path: YamlPath): readonly NamedFile[] {
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (isJsonArray(setting)) {
    return setting.flatMap((file, index) =>
      isText(file) ? [{ path: gitPath(file), file, at: [...path, index] }] : [],
    );
  }
  if (!isJsonObject(setting)) return [];
  return Object.entries(setting).flatMap(([key, file]) =>
    isText(file) ? [{ path: gitPath(key), file, at: [...path, key] }] : [],
  );
}

/** `./app/../rollout.yaml` is `rollout.yaml`. */
function gitPath(path: string): string {
  return resolvePath('', path).replace(/^(\.\.\/)+/, '');
}

function readGitFiles(
  { files, document, ...context }: Reading,
  setting: Json | undefined,
  path: YamlPath,
): readonly Omit<GitManifests, 'repository'>[] {
  return namedFiles(setting, path).flatMap(({ path: inGit, file, at }) => {
    const resolved = resolvePath(document.file.name, file);
    const text = files.read(resolved);
    if (text === undefined) {
      context.diagnostics.add('E101', placeOfValue(document, at), { path: file, problem: files.problem(resolved) });
      return [];
    }
    const texts: readonly ManifestText[] = [{ name: shownName(resolved), text }];
    return [{ path: inGit, manifests: readManifests(texts, context) }];
  });
}

/** The objects of a file as Git has them: without the namespace that they do not name themselves. */
function asWritten({ object, document, path }: Manifest): JsonObject {
  const written = valueAt(document.value, [...path, 'metadata', 'namespace']);
  const metadata = object['metadata'];
  if (written !== undefined || !isJsonObject(metadata)) return object;
  return { ...object, metadata: { ...metadata, namespace: undefined } };
}

/** The order of documents in a file means nothing: objects stand in that of their names. */
function gitFile({ path, manifests }: Omit<GitManifests, 'repository'>): GitFile {
  return { path, objects: sortedBy(manifests, identity).map(asWritten) };
}

function identity({ resource, namespace, name }: Manifest): string {
  return [resource.group, resource.kind, namespace, name].join('/');
}

/** In the order of code units of their keys; equal ones stay as they are. */
function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ item }) => item);
}

/** The address of a repository that names none. */
function urlOf(name: string, url: string | undefined): string {
  return url ?? `https://git.example/${name}.git`;
}

function gitFilesIn(files: readonly Omit<GitManifests, 'repository'>[]): readonly GitFile[] {
  return sortedBy(files, ({ path }) => path).map(gitFile);
}

function inOrder<T>(mapping: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return sortedBy(Object.entries(mapping), ([name]) => name);
}

/** The repositories of the world, with their first commits. */
export function gitSources(setting: GitSetting, files: readonly GitManifests[]): readonly GitSource[] {
  return inOrder(setting).map(([name, { url, message }]) => ({
    name,
    url: urlOf(name, url),
    message,
    files: gitFilesIn(files.filter(({ repository }) => repository === name)),
  }));
}

export function argoCdSettings(setting: ArgoCdSetting | undefined): ArgoCdSettings {
  const { refresh = '120s', jitter = '60s', webhook = false, syncWaveDelay = '2s' } = setting ?? {};
  return {
    refreshMs: checkedDurationMs(refresh),
    jitterMs: checkedDurationMs(jitter),
    webhook,
    syncWaveDelayMs: checkedDurationMs(syncWaveDelay),
  };
}

/** Without an Application in the manifests every repository has one: all of its files, synced by itself. */
export function defaultApplications(
  setting: GitSetting,
  manifests: readonly Manifest[],
  namespace: string,
): readonly JsonObject[] {
  if (manifests.some(({ resource }) => resource === APPLICATION)) return [];
  return inOrder(setting).map(([name, { url }]) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: APPLICATION.kind,
    metadata: { name, namespace: ARGO_CD_NAMESPACE },
    spec: {
      project: 'default',
      source: { repoURL: urlOf(name, url), path: '.', targetRevision: 'HEAD', directory: { recurse: true } },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      syncPolicy: { automated: {} },
    },
  }));
}

/** Warns of Applications whose repository the rehearsal does not have. */
export function checkApplications(
  manifests: readonly Manifest[],
  sources: readonly GitSource[],
  diagnostics: DiagnosticList,
): void {
  const known = sources.map(({ url }) => url);
  for (const { resource, object, document, path } of manifests) {
    if (resource !== APPLICATION) continue;
    const at = ['spec', 'source', 'repoURL'];
    const url = valueAt(object, at);
    if (typeof url !== 'string' || known.some((one) => isSameRepository(one, url))) continue;
    diagnostics.add('W516', placeOfValue(document, [...path, ...at]), {
      found: url,
      known,
      suggestion: didYouMean(url, known),
    });
  }
}

/** The commit of an entry of the script; undefined (and reported) if there is no such repository. */
export function commitOf(context: ScenarioContext, setting: CommitSetting, path: YamlPath): CommitChange | undefined {
  const { document, diagnostics, repositories } = context;
  const [only, ...others] = repositories;
  const repository = setting.repository ?? (others.length === 0 ? only : undefined);
  if (repository === undefined || !repositories.includes(repository)) {
    const place =
      setting.repository === undefined ? placeOfKey(document, path) : placeOfValue(document, [...path, 'repository']);
    const found = setting.repository ?? 'none';
    diagnostics.add('E333', place, { found, known: repositories, suggestion: didYouMean(found, repositories) });
    return undefined;
  }
  const files = gitFilesOf(context, setting.manifests, [...path, 'manifests']);
  const images = imagesOf(context, setting.setImage, [...path, 'setImage']);
  return {
    repository,
    message: setting.message,
    ...(setting.revert === undefined ? {} : { revert: setting.revert }),
    ...(files.length === 0 ? {} : { files }),
    ...(setting.remove === undefined ? {} : { remove: setting.remove.map(gitPath) }),
    ...(images.length === 0 ? {} : { images }),
  };
}

function gitFilesOf(
  context: ScenarioContext,
  setting: GitFilesSetting | undefined,
  path: YamlPath,
): readonly GitFile[] {
  return gitFilesIn(readGitFiles(context, setting, path));
}

const IMAGE_CHANGE = /^(?:([A-Z]\w*)\/([^:=]+):)?([^=/:]+)=(\S+)$/;

/** `web=shop:v2`, or `Rollout/shop:web=shop:v2`. */
function imagesOf(
  { document, diagnostics }: ScenarioContext,
  setting: string | readonly string[] | undefined,
  path: YamlPath,
): readonly ImageChange[] {
  const texts = setting === undefined ? [] : typeof setting === 'string' ? [setting] : setting;
  return texts.flatMap((text, index): readonly ImageChange[] => {
    const match = IMAGE_CHANGE.exec(text);
    const [, kind, name, container = '', image = ''] = match ?? [];
    if (match === null) {
      diagnostics.add('E334', placeOfValue(document, typeof setting === 'string' ? path : [...path, index]), {
        found: text,
      });
      return [];
    }
    return [{ container, image, ...(kind === undefined || name === undefined ? {} : { workload: { kind, name } }) }];
  });
}
