import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import { REFERENCE_VERSIONS, type ReferenceVersion } from '../api/reference.ts';
import { DEPLOYMENT } from '../api/resources.ts';
import type { World } from '../world/world.ts';
import type { Manifest } from './manifest.ts';

/** The version that is rehearsed, and what is said of it if nobody chose it. */
export interface ChosenReference {
  readonly world: Pick<World, 'reference'>;
  readonly remarks: readonly string[];
}

/** The version that was asked for; else that of the controller among the manifests; else the default one. */
export function chosenReference(asked: ReferenceVersion | undefined, manifests: readonly Manifest[]): ChosenReference {
  if (asked !== undefined) return { world: { reference: asked }, remarks: [] };
  for (const manifest of manifests) {
    const tag = manifest.resource === DEPLOYMENT ? controllerTag(manifest.object['spec']) : undefined;
    if (tag !== undefined) return referenceOfTag(manifest.name, tag);
  }
  return { world: {}, remarks: [] };
}

/** The tag of the image of the controller of Argo Rollouts, if a Deployment runs it: `quay.io/argoproj/argo-rollouts:v1.8.4`. */
function controllerTag(spec: Json | undefined): string | undefined {
  const template = isJsonObject(spec) ? spec['template'] : undefined;
  const podSpec = isJsonObject(template) ? template['spec'] : undefined;
  const containers = isJsonObject(podSpec) ? podSpec['containers'] : undefined;
  for (const container of isJsonArray(containers) ? containers : []) {
    const image = isJsonObject(container) ? container['image'] : undefined;
    const match = typeof image === 'string' ? /(?:^|\/)argo-rollouts:([^@/]+)(?:@|$)/.exec(image) : null;
    if (match?.[1] !== undefined) return match[1];
  }
  return undefined;
}

/** A version of the same minor release stands for one that is not supported. */
function referenceOfTag(deployment: string, tag: string): ChosenReference {
  const source = `Deployment ${deployment} runs Argo Rollouts ${tag}`;
  const exact = REFERENCE_VERSIONS.find((version) => version === tag);
  if (exact !== undefined) return { world: { reference: exact }, remarks: [`${source}: that version is rehearsed`] };
  const minor = /^v?(\d+\.\d+)\./.exec(tag)?.[1];
  const near = minor === undefined ? undefined : REFERENCE_VERSIONS.find((version) => version.startsWith(`v${minor}.`));
  if (near === undefined) {
    return {
      world: {},
      remarks: [`${source}, which is not supported: --reference chooses one of ${REFERENCE_VERSIONS.join(', ')}`],
    };
  }
  return {
    world: { reference: near },
    remarks: [`${source}: ${near} is rehearsed, the supported version of that minor release`],
  };
}
