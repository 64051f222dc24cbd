import { DEPLOYMENT } from '../api/resources.ts';
import { valueAt } from './schema/issues.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest } from './manifest.ts';
import { isRollout } from './manifests.ts';
import { type Place, sourceFile } from './source-file.ts';
import { didYouMean } from './suggest.ts';
import { containersOf, mainContainersOf, type WrittenContainer } from './workload.ts';

/** A container of a Rollout or a Deployment that gets a new image. */
export interface NewImage {
  readonly workload: Manifest;
  readonly container: string;
  readonly image: string;
}

interface Target {
  readonly workload: Manifest;
  readonly containers: readonly WrittenContainer[];
  readonly main: readonly WrittenContainer[];
}

/** Which containers of which Rollouts (and Deployments that no Rollout refers to) get which image: `app=repo:v2` means every container of that name, `repo:v2` the only one there is. */
export function newImages(
  manifests: readonly Manifest[],
  settings: readonly string[],
  diagnostics: DiagnosticList,
): readonly NewImage[] {
  const rollouts = manifests.filter(isRollout).map((rollout) => targetOf(rollout, manifests));
  const targets = [...rollouts, ...standingAlone(manifests).map((deployment) => targetOf(deployment, manifests))];
  if (targets.length === 0) return [];
  const seen = new Set<string>();
  return settings.flatMap((setting) => {
    const place: Place = { file: sourceFile('--set-image', setting), start: 0, end: setting.length };
    const parts = setting.split('=');
    const [left = '', right] = parts;
    if (parts.length > 2 || left === '' || right === '' || /\s/.test(setting)) {
      diagnostics.add('E701', place, { found: setting });
      return [];
    }
    const container = right === undefined ? onlyContainer(targets, left, place, diagnostics) : left;
    if (container === undefined) return [];
    if (seen.has(container)) {
      diagnostics.add('E704', place, { container });
      return [];
    }
    seen.add(container);
    return imagesFor(targets, container, right ?? left, place, diagnostics);
  });
}

/** Deployments from which no rollout takes its template. */
export function standingAlone(manifests: readonly Manifest[]): readonly Manifest[] {
  const referred = new Set(manifests.filter(isRollout).map((rollout) => referredDeployment(rollout, manifests)));
  return manifests.filter((manifest) => manifest.resource === DEPLOYMENT && !referred.has(manifest));
}

function referredDeployment({ object, namespace }: Manifest, manifests: readonly Manifest[]): Manifest | undefined {
  const name = valueAt(object, ['spec', 'workloadRef', 'name']);
  return manifests.find(
    (manifest) => manifest.resource === DEPLOYMENT && manifest.name === name && manifest.namespace === namespace,
  );
}

/** The containers that `set image` would change: those of the Deployment if a rollout refers to one. */
function targetOf(workload: Manifest, manifests: readonly Manifest[]): Target {
  const { object } = referredDeployment(workload, manifests) ?? workload;
  return { workload, containers: containersOf(object), main: mainContainersOf(object) };
}

function onlyContainer(
  targets: readonly Target[],
  image: string,
  place: Place,
  diagnostics: DiagnosticList,
): string | undefined {
  const known = [...new Set(targets.flatMap(({ main }) => main.map(({ name }) => name)))];
  const [only, second] = known;
  if (second !== undefined || targets.length > 1) {
    diagnostics.add('E703', place, { known, image });
    return undefined;
  }
  if (only === undefined || image === only) {
    diagnostics.add('E701', place, { found: image === only ? `the container ${image} alone` : image });
    return undefined;
  }
  return only;
}

function imagesFor(
  targets: readonly Target[],
  container: string,
  image: string,
  place: Place,
  diagnostics: DiagnosticList,
): readonly NewImage[] {
  const found = targets.flatMap(({ workload, containers }) =>
    containers.filter(({ name }) => name === container || container === '*').map((written) => ({ workload, written })),
  );
  if (found.length === 0) {
    const known = [...new Set(targets.flatMap(({ containers }) => containers.map(({ name }) => name)))];
    diagnostics.add('E702', place, { found: container, known, suggestion: didYouMean(container, known) });
  } else if (found.every(({ written }) => written.image === image)) {
    diagnostics.add('W705', place, { image, container });
  }
  const workloads = [...new Set(found.map(({ workload }) => workload))];
  return workloads.map((workload) => ({ workload, container, image }));
}
