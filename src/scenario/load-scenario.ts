import { chosenReference } from './reference-version.ts';
import { APPLICATION } from '../api/argocd/resources.ts';
import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import type { PodBehaviour } from '../world/cluster.ts';
import { worldHash } from '../world/hash.ts';
import type { RoutingSettings } from '../world/routing.ts';
import type { World } from '../world/world.ts';
import { automaticPromotions } from './automatic.ts';
import { behaviourOf, readyAfterOf, type SettingContext } from './behaviour.ts';
import { DiagnosticList } from './diagnostics.ts';
import { expectationsOf } from './expectations.ts';
import { type Files, resolvePath, scenarioFileIn, shownName } from './files.ts';
import {
  argoCdSettings,
  checkApplications,
  defaultApplications,
  type GitManifests,
  gitManifests,
  gitSources,
} from './git.ts';
import { checkImages } from './images.ts';
import { manifestTexts } from './inputs.ts';
import { locateIn } from './locate.ts';
import type { Manifest, ManifestText } from './manifest.ts';
import { checkTogether, inCreationOrder, type ManifestContext, readManifests } from './manifests.ts';
import { checkMetricNames } from './metric-names.ts';
import { jobBehaviour, metricAnswers, utilisationAnswers } from './metrics.ts';
import type { LoadOptions, Loading, Rehearsal } from './rehearsal.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { reportIssues, valueAt } from './schema/issues.ts';
import { type ScenarioFile, scenarioSchema } from './schema/scenario.ts';
import { scriptOf } from './script.ts';
import { scriptedSeriesOf } from './series.ts';
import { checkSettings } from './settings.ts';
import { positionOf, sourceFile, startOf } from './source-file.ts';
import { checkTraffic } from './traffic-checks.ts';
import { trafficOf } from './traffic.ts';
import { REHEARSAL_RULES, checkedDurationMs, checkedTimeMs, limitFor } from './world-defaults.ts';
import { pathText, placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';
import { readYaml, type YamlDocument } from './yaml-reader.ts';

/**
 * Loads a scenario: the file (or the `scenario.yaml` of a folder), its manifests, its script. Every mistake that can be found is reported, not only the first.
 */
export function loadScenario(files: Files, path: string, options: LoadOptions = {}): Loading {
  const diagnostics = new DiagnosticList();
  const document = readScenarioFile(files, path, diagnostics);
  if (document === undefined) return { rehearsal: undefined, diagnostics: diagnostics.sorted() };
  reportProtoKeys(document, document.value, [], diagnostics);
  const parsed = scenarioSchema.safeParse(document.value);
  if (!parsed.success) reportIssues(document, parsed.error.issues, diagnostics);
  const isScenario = isJsonObject(document.value) && (document.value['spec'] !== undefined || parsed.success);
  const namespace = options.namespace ?? (parsed.success ? parsed.data.spec.namespace : 'default');
  const seed = options.seed ?? (parsed.success ? parsed.data.spec.seed : undefined);
  const reading = { files, document, namespace, diagnostics, seed, validate: options.validate };
  const inGit = isScenario ? gitManifests(reading) : [];
  const given = isScenario ? scenarioManifests({ ...reading, inGit }) : [];
  if (!parsed.success) return { rehearsal: undefined, diagnostics: diagnostics.sorted() };
  const rehearsal = rehearsalOf({ files, document, namespace, given, inGit, diagnostics, options, file: parsed.data });
  return diagnostics.hasErrors
    ? { rehearsal: undefined, diagnostics: diagnostics.sorted() }
    : { rehearsal, diagnostics: diagnostics.sorted() };
}

/** zod leaves keys named `__proto__` out, so what a scenario says under such a name would be lost. */
function reportProtoKeys(document: YamlDocument, value: Json, path: YamlPath, diagnostics: DiagnosticList): void {
  if (isJsonArray(value)) {
    value.forEach((item, index) => reportProtoKeys(document, item, [...path, index], diagnostics));
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const place = [...path, key];
      if (key === '__proto__') diagnostics.add('E237', placeOfKey(document, place), { path: pathText(place) });
      else reportProtoKeys(document, item ?? null, place, diagnostics);
    }
  }
}

function readScenarioFile(files: Files, given: string, diagnostics: DiagnosticList): YamlDocument | undefined {
  const folder = files.isFolder(given);
  const path = folder ? (scenarioFileIn(files, given) ?? given) : given;
  const text = files.read(path);
  const file = sourceFile(shownName(path), text ?? '');
  if (text === undefined) {
    diagnostics.add('E101', startOf(file), { path: given, problem: folder ? 'folder' : files.problem(path) });
    return undefined;
  }
  const documents = readYaml(file, 'scenario', diagnostics);
  const [first, second] = documents;
  if (first === undefined && !diagnostics.hasErrors) diagnostics.add('E102', startOf(file), {});
  if (second !== undefined) diagnostics.add('E110', placeOfKey(second, []), { count: documents.length });
  return first;
}

interface Reading extends ManifestContext {
  readonly files: Files;
  readonly document: YamlDocument;
  readonly inGit: readonly GitManifests[];
}

/** The manifests that a scenario names, even if something else in it is wrong. */
function scenarioManifests({ files, document, inGit, ...context }: Reading): readonly Manifest[] {
  const { diagnostics } = context;
  const path = ['spec', 'manifests'];
  const named = valueAt(document.value, path);
  const texts: ManifestText[] = [];
  const seen = new Map<string, number>();
  const complete = (isJsonArray(named) ? named : []).map((name: Json, index) => {
    if (typeof name !== 'string' || name === '') return false;
    const place = placeOfValue(document, [...path, index]);
    const resolved = resolvePath(document.file.name, name);
    const earlier = seen.get(resolved);
    if (earlier !== undefined) {
      const { line } = positionOf(document.file, placeOfValue(document, [...path, earlier]).start);
      diagnostics.add('E222', place, { path: name, line });
      return true;
    }
    seen.set(resolved, index);
    if (files.isFolder(resolved)) {
      texts.push(...manifestTexts(files, [resolved], diagnostics));
      return true;
    }
    const text = files.read(resolved);
    if (text === undefined) diagnostics.add('E101', place, { path: name, problem: files.problem(resolved) });
    else texts.push({ name: shownName(resolved), text });
    return text !== undefined;
  });
  const manifests = inCreationOrder(readManifests(texts, context));
  const all = [...manifests, ...inGit.flatMap((file) => file.manifests)];
  const key = complete.length > 0 ? path : ['spec', 'git'];
  if (complete.length + inGit.length > 0 && complete.every(Boolean)) {
    checkTogether(all, placeOfKey(document, key), diagnostics);
  }
  return manifests;
}

interface Parts {
  readonly files: Files;
  readonly document: YamlDocument;
  readonly namespace: string;
  /** The manifests of the scenario itself. */
  readonly given: readonly Manifest[];
  /** Those of its Git repositories. */
  readonly inGit: readonly GitManifests[];
  readonly diagnostics: DiagnosticList;
  readonly options: LoadOptions;
  readonly file: ScenarioFile;
}

function rehearsalOf(parts: Parts): Rehearsal {
  const { document, given, inGit, diagnostics, options, file } = parts;
  const manifests = [...given, ...inGit.flatMap((part) => part.manifests)];
  const { metadata, spec } = file;
  const limitMs = checkedDurationMs(spec.limit);
  const setting = { document, diagnostics };
  checkSettings(setting, spec);
  checkTraffic(setting, spec);
  const pods = defaultBehaviour(setting, spec);
  const end =
    spec.until === 'settled'
      ? ({ ms: limitMs, text: spec.limit, bound: 'limit' } as const)
      : ({ ms: checkedDurationMs(spec.until), text: spec.until, bound: 'until' } as const);
  const { files, namespace } = parts;
  const context: ScenarioContext = {
    files,
    path: document.file.name,
    document,
    diagnostics,
    namespace,
    manifests,
    end,
    pods,
    repositories: Object.keys(spec.git),
    objectsMayCome: spec.script.some(({ apply, commit }) => apply !== undefined || commit?.manifests !== undefined),
    nodes: spec.cluster.nodes.map(({ name }) => name),
    seed: options.seed ?? spec.seed,
    validate: options.validate,
  };
  const images = Object.entries(spec.images).map(
    ([image, behaviour]) => [image, behaviourOf(setting, behaviour, ['spec', 'images', image], pods)] as const,
  );
  const promotions = (options.promote ?? spec.promote) === 'auto' ? automaticPromotions(manifests) : undefined;
  const script = scriptOf(context, spec.script);
  const expectations = expectationsOf(context, spec.expect);
  if (spec.manifests === undefined && Object.keys(spec.git).length === 0) {
    const what = 'manifest files, as seen from the folder of this file';
    diagnostics.add('E204', placeOfKey(document, ['spec']), { path: 'spec', key: 'manifests', what });
  }
  checkImages(context, spec);
  checkMetricNames(context, spec);
  const traffic = trafficOf(context, spec);
  const reference = chosenReference(options.reference ?? spec.reference, manifests);
  const terminates = [pods, ...images.map(([, behaviour]) => behaviour)].some(
    ({ terminatesMs }) => terminatesMs !== undefined,
  );
  const world: World = {
    ...reference.world,
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    seed: options.seed ?? spec.seed,
    epochMs: checkedTimeMs(spec.epoch),
    rules: { ...REHEARSAL_RULES, resolutionMs: Math.max(1, checkedDurationMs(spec.resolution)) },
    cluster: {
      default: pods,
      images: Object.fromEntries(images),
      ...(terminates ? { termination: true } : {}),
      nodes: spec.cluster.nodes,
    },
    ...measured(setting, spec),
    ...routingOf(spec),
    ...traffic,
    ...gitOf(spec, manifests, inGit, diagnostics),
    manifests: [...given.map(({ object }) => object), ...defaultApplications(spec.git, manifests, namespace)],
    script: [...script, ...(promotions?.script ?? [])],
    until: options.until ?? (spec.until === 'settled' ? 'settled' : { ms: end.ms }),
    limitMs: limitFor(options.until, limitMs),
  };
  return {
    world,
    description: metadata.description ?? '',
    tags: metadata.tags,
    references: metadata.references,
    expectations,
    mustEndWell: false,
    missing: [],
    hash: worldHash(
      world,
      expectations.map(({ source: _source, ...asked }) => asked),
    ),
    remarks: [...reference.remarks, ...(promotions?.remarks ?? [])],
    locate: locateIn(manifests),
  };
}

type Spec = ScenarioFile['spec'];

function defaultBehaviour(setting: SettingContext, { cluster }: Spec): PodBehaviour {
  const { readyAfter, startAfter, terminates } = cluster;
  return {
    readyAfter: readyAfterOf(setting, readyAfter, ['spec', 'cluster', 'readyAfter']),
    ...(startAfter === undefined ? {} : { runningAfterMs: checkedDurationMs(startAfter) }),
    ...(terminates === undefined ? {} : { terminatesMs: checkedDurationMs(terminates) }),
  };
}

/** Git repositories and Argo CD, if there is anything of either. */
function gitOf(
  { git, argocd }: Spec,
  manifests: readonly Manifest[],
  inGit: readonly GitManifests[],
  diagnostics: DiagnosticList,
): Pick<World, 'git' | 'argocd'> {
  const isUsed = argocd !== undefined || manifests.some(({ resource }) => resource === APPLICATION);
  if (Object.keys(git).length === 0 && !isUsed) return {};
  const sources = gitSources(git, inGit);
  checkApplications(manifests, sources, diagnostics);
  return { git: sources, argocd: argoCdSettings(argocd) };
}

/** What metrics, Jobs and pods' use of resources are, as far as the file says. */
function measured(
  setting: SettingContext,
  { metrics, series, jobs, utilisation }: Spec,
): Pick<World, 'metrics' | 'series' | 'jobs' | 'utilisation'> {
  const answers = mapEntries(metrics, (value, key) => metricAnswers(setting, value, ['spec', 'metrics', key]));
  const use = mapEntries(utilisation, (value, key) => utilisationAnswers(setting, value, ['spec', 'utilisation', key]));
  return {
    ...(Object.keys(answers).length === 0 ? {} : { metrics: answers }),
    ...(Object.keys(series).length === 0 ? {} : { series: scriptedSeriesOf(setting, series) }),
    ...(Object.keys(jobs).length === 0 ? {} : { jobs: mapEntries(jobs, jobBehaviour) }),
    ...(Object.keys(use).length === 0 ? {} : { utilisation: use }),
  };
}

function mapEntries<A, B>(record: Readonly<Record<string, A>>, map: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function routingOf({ cluster: { routers } }: Spec): Pick<World, 'routing'> {
  const { albWeightDelay, trafficSplitVersion } = routers;
  const routing: RoutingSettings = {
    ...(albWeightDelay === undefined ? {} : { albWeightDelayMs: checkedDurationMs(albWeightDelay) }),
    ...(trafficSplitVersion === undefined ? {} : { trafficSplitVersion }),
  };
  return Object.keys(routing).length === 0 ? {} : { routing };
}
