import { chosenReference } from './reference-version.ts';
import { worldHash } from '../world/hash.ts';
import type { ScriptedAction } from '../world/script.ts';
import type { World } from '../world/world.ts';
import { automaticPromotions, AUTOMATIC_DELAY_MS, endlessPauses } from './automatic.ts';
import { DiagnosticList } from './diagnostics.ts';
import { type Files, shownName } from './files.ts';
import { checkApplications } from './git.ts';
import { locateIn } from './locate.ts';
import type { Manifest, ManifestText } from './manifest.ts';
import {
  checkTogether,
  inCreationOrder,
  isRollout,
  type ManifestContext,
  readManifests,
  readVersions,
} from './manifests.ts';
import { missingObjects } from './references.ts';
import type { LoadOptions, Loading } from './rehearsal.ts';
import { newImages, type NewImage, standingAlone } from './set-image.ts';
import { sourceFile, startOf } from './source-file.ts';
import { mainContainersOf } from './workload.ts';
import { readUpdates, updateActions, updateRemarks, versionUpdates } from './updates.ts';
import {
  DEFAULT_EPOCH_MS,
  DEFAULT_LIMIT_MS,
  DEFAULT_NAMESPACE,
  DEFAULT_READY_MS,
  REHEARSAL_RULES,
  limitFor,
} from './world-defaults.ts';

export interface BareOptions extends LoadOptions {
  /** New images, as set image takes them: `app=repo:v2`, or `repo:v2` alone if there is one container. */
  readonly setImage?: readonly string[];
  /** Manifests that are applied during the run: `FILE`, `FILE@step 2`, `FILE@90s`. */
  readonly then?: readonly string[];
  /** As kubectl -R: the folders below a folder are read, too. */
  readonly recursive?: boolean;
  /** Objects that others name and nobody gave are made, as the warnings print them. */
  readonly standIns?: boolean;
  /** Manifests in which nothing happens are checked, and that is said; else they are refused. */
  readonly nothingToRun?: 'refused' | 'noted';
}

/** What loading from a command line knows beside the texts. */
interface Reading {
  /** Where `--then` reads its files. */
  readonly files?: Files;
  readonly diagnostics: DiagnosticList;
}

/**
 * Makes a rehearsal of manifests alone: deploy, wait until healthy, change the image, promote through pauses without a duration unless told not to,
 * stop when settled. A text named `-` is the standard input.
 */
export function worldFromManifests(
  texts: readonly ManifestText[],
  options: BareOptions = {},
  { files, diagnostics }: Reading = { diagnostics: new DiagnosticList() },
): Loading {
  const { seed, validate, then = [], namespace = DEFAULT_NAMESPACE } = options;
  const context = { diagnostics, namespace, seed, validate };
  const shown = texts.map((text) => ({ ...text, name: shownName(text.name) }));
  const versions = readVersions(shown, context);
  const made = options.standIns === true ? standIns(versions.first, context) : [];
  const manifests = inCreationOrder([...versions.first, ...made]);
  const updates = [
    ...versionUpdates(versions.later, diagnostics),
    ...(files === undefined ? [] : readUpdates(then, manifests, { ...options, ...context, files })),
  ];
  const [first] = shown;
  const nowhere = startOf(sourceFile(first?.name ?? '<stdin>', first?.text ?? ''));
  checkTogether(manifests, nowhere, diagnostics, options.nothingToRun);
  checkApplications(manifests, [], diagnostics);
  const images = newImages(manifests, options.setImage ?? [], diagnostics);
  if (diagnostics.hasErrors) return { rehearsal: undefined, diagnostics: diagnostics.sorted() };
  const everyVersion = [...manifests, ...updates.flatMap((update) => update.manifests)];
  const promotions = options.promote === 'never' ? undefined : automaticPromotions(everyVersion);
  const changes = imageChanges(images);
  const script = [...changes, ...updateActions(updates, manifests, changes.length), ...(promotions?.script ?? [])];
  const reference = chosenReference(options.reference, manifests);
  const world = { ...bareWorld(manifests, script, options), ...reference.world };
  return {
    rehearsal: {
      world,
      description: '',
      tags: [],
      references: [],
      expectations: [],
      mustEndWell: true,
      hash: worldHash(world),
      missing: missingObjects(manifests),
      remarks: [
        ...reference.remarks,
        ...made.map(({ resource, name }) => `${resource.kind} ${name}: made, because nobody gave it`),
        ...imageRemarks(images),
        ...updateRemarks(updates),
        ...(images.length + updates.length === 0 ? unchangedRemarks(manifests) : []),
        ...(promotions?.remarks ?? leftPaused(manifests)),
      ],
      locate: locateIn(everyVersion),
    },
    diagnostics: diagnostics.sorted(),
  };
}

/** Stand-ins name objects themselves: an Ingress its Service. */
const STAND_IN_ROUNDS = 4;

/** The objects that others name and nobody gave, as the warnings print them. */
function standIns(given: readonly Manifest[], context: ManifestContext): readonly Manifest[] {
  const made: Manifest[] = [];
  for (let round = 0; round < STAND_IN_ROUNDS; round += 1) {
    const missing = missingObjects([...given, ...made]).filter(
      ({ stub }) => !stub.startsWith('apiVersion: API_VERSION'),
    );
    if (missing.length === 0) break;
    const texts = missing.map(({ kind, name, stub }) => ({ name: `stand-in/${kind}-${name}.yaml`, text: `${stub}\n` }));
    made.push(...readManifests(texts, context));
  }
  return made;
}

function bareWorld(manifests: readonly Manifest[], script: readonly ScriptedAction[], options: BareOptions): World {
  const inOrder = inCreationOrder(manifests);
  const names = [...inOrder.filter(isRollout), ...standingAlone(inOrder)].map(({ name }) => name);
  return {
    name: names[0] ?? 'rehearsal',
    title: names.join(', '),
    seed: options.seed ?? 1,
    epochMs: DEFAULT_EPOCH_MS,
    rules: REHEARSAL_RULES,
    cluster: { default: { readyAfter: { form: 'list', ms: [DEFAULT_READY_MS] } }, images: {}, nodes: [] },
    manifests: manifests.map(({ object }) => object),
    script,
    until: options.until ?? 'settled',
    limitMs: limitFor(options.until, DEFAULT_LIMIT_MS),
  };
}

/** Conditions speak of rollouts, so that a Deployment gets its image at a time by which it is usually up. */
const DEPLOYMENT_IMAGE_MS = 60_000;

/** One command for each container, once its rollout is healthy. */
function imageChanges(images: readonly NewImage[]): readonly ScriptedAction[] {
  return images.map(({ workload, container, image }) => {
    const { namespace, name } = workload;
    const change = `${container}=${image}`;
    if (!isRollout(workload)) {
      const command = `kubectl set image deployment/${name} ${change}`;
      return {
        trigger: { atMs: DEPLOYMENT_IMAGE_MS },
        action: { do: 'run', command, namespace },
        automatic: true,
      };
    }
    const command = `kubectl argo rollouts set image ${name} ${change}`;
    return {
      trigger: { when: 'rollout.phase == "Healthy"', afterMs: AUTOMATIC_DELAY_MS, rollout: { namespace, name } },
      action: { do: 'run', command, namespace },
      automatic: true,
    };
  });
}

function imageRemarks(images: readonly NewImage[]): readonly string[] {
  return images.map(({ workload, container, image }) => {
    const when = isRollout(workload) ? '10s after it is healthy' : 'a minute after it is made';
    return `${workload.name}: sets the image of ${container} to ${image}, ${when}`;
  });
}

/** Without a change there is a first deployment, and nothing of the strategy is seen. */
function unchangedRemarks(manifests: readonly Manifest[]): readonly string[] {
  const workload = [...manifests.filter(isRollout), ...standingAlone(manifests)].find(
    ({ object }) => mainContainersOf(object).length > 0,
  );
  const [container] = workload === undefined ? [] : mainContainersOf(workload.object);
  if (container === undefined) return [];
  const repository = container.image.replace(/[:@][^/]*$/, '');
  return [`nothing changes the version: add --set-image ${container.name}=${repository}:NEW, or --then FILE`];
}

function leftPaused(manifests: readonly Manifest[]): readonly string[] {
  return manifests
    .filter((manifest) => isRollout(manifest) && endlessPauses(manifest).length > 0)
    .map(({ name }) => `${name}: pauses without a duration are left alone`);
}
