import { unknownFields } from '../../api/unknown-fields.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { INGRESS, type KubeObject, type Resource, ROLLOUT, SERVICE } from '../../api/resources.ts';
import type { ApiServer } from '../../api/server.ts';
import type { Service } from '../../api/shape/core.ts';
import type { Ingress } from '../../api/shape/networking.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { WrongTypeError } from '../../api/wrong-type.ts';
import { type JsonPath, locate } from './locate.ts';
import { type LintReferences, referencesOf } from './references.ts';

/** A complaint of the controller's validation about a field. */
export interface FieldComplaint {
  /** As the reference names it: `spec.strategy.steps[0].setWeight`. */
  readonly field: string;
  /** The whole sentence: `spec.replicas: Invalid value: -1: …`. */
  readonly text: string;
}

/** What the rules are applied with. */
export interface LintTools {
  readonly decode: ApiServer['decode'];
  readonly validateRollout: (rollout: Rollout) => readonly FieldComplaint[];
  readonly validateReferences: (rollout: Rollout, references: LintReferences) => readonly FieldComplaint[];
}

/** One mistake, and where it is. */
export interface LintFinding {
  /** Which of the documents, from 0. */
  readonly document: number;
  /** Leads to the value that is wrong, or to where it is missing. */
  readonly path: JsonPath;
  readonly message: string;
}

interface LintDocument {
  readonly index: number;
  readonly manifest: JsonObject;
}

interface Decoded {
  readonly rollouts: readonly { readonly rollout: Rollout; readonly document: LintDocument }[];
  readonly services: readonly Service[];
  readonly ingresses: readonly Ingress[];
  readonly virtualServices: readonly KubeObject[];
}

function isOf<T extends KubeObject>(resource: Resource<T>, object: KubeObject): object is T {
  return object.kind === resource.kind;
}

/** Whether the document is of the group and kind, whatever the version. */
function isKind({ manifest }: LintDocument, group: string, kind: string): boolean {
  const { apiVersion } = manifest;
  if (typeof apiVersion !== 'string' || manifest['kind'] !== kind) return false;
  return (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '') === group;
}

/** The kinds that are read strictly. Source: lint.go lintResource, buildAllReferencedResources. */
const STRICT: readonly Resource<KubeObject>[] = [ROLLOUT, SERVICE, INGRESS];

class Linter {
  readonly #tools: LintTools;
  readonly #findings: LintFinding[] = [];
  readonly #documents: LintDocument[] = [];

  constructor(documents: readonly Json[], tools: LintTools) {
    this.#tools = tools;
    documents.forEach((manifest, index) => {
      if (manifest === null) return;
      if (isJsonObject(manifest) && typeof manifest['kind'] === 'string') this.#documents.push({ index, manifest });
      else this.#findings.push({ document: index, path: [], message: "Object 'Kind' is missing" });
    });
  }

  run(): readonly LintFinding[] {
    const { rollouts, ...given } = this.#decodeAll();
    for (const { rollout, document } of rollouts) {
      const complaints = [
        ...this.#tools.validateRollout(rollout),
        ...this.#tools.validateReferences(rollout, referencesOf(rollout, given)),
      ];
      for (const { field, text } of complaints) this.#find(document, locate(document.manifest, field), text);
    }
    return this.#findings;
  }

  #find({ index }: LintDocument, path: JsonPath, message: string): void {
    this.#findings.push({ document: index, path, message });
  }

  #decodeAll(): Decoded {
    const objects = this.#documents.flatMap((document) => {
      const object = this.#decode(document);
      return object === undefined ? [] : [{ object, document }];
    });
    return {
      rollouts: objects.flatMap(({ object, document }) =>
        isOf(ROLLOUT, object) && isKind(document, ROLLOUT.group, ROLLOUT.kind) ? [{ rollout: object, document }] : [],
      ),
      services: objects.flatMap(({ object, document }) =>
        isOf(SERVICE, object) && isKind(document, '', SERVICE.kind) ? [object] : [],
      ),
      ingresses: objects.flatMap(({ object, document }) =>
        isOf(INGRESS, object) && isKind(document, INGRESS.group, INGRESS.kind) ? [object] : [],
      ),
      virtualServices: objects
        .filter(({ document }) => isKind(document, 'networking.istio.io', 'VirtualService'))
        .map(({ object }) => object),
    };
  }

  /** The object of a document; undefined if it cannot be read, or if it is of a version of which nothing is known. */
  #decode(document: LintDocument): KubeObject | undefined {
    const { manifest } = document;
    const resource = STRICT.find(({ group, kind }) => isKind(document, group, kind));
    const version = String(manifest['apiVersion'] ?? '')
      .split('/')
      .at(-1);
    if (resource !== undefined && resource.version !== version) return undefined;
    try {
      if (resource?.shape !== undefined) this.#checkFields(document, resource);
      return typeof manifest['apiVersion'] === 'string' ? this.#tools.decode(manifest) : undefined;
    } catch (error) {
      if (!(error instanceof WrongTypeError)) throw error;
      this.#find(document, locate(manifest, error.path), error.message);
      return undefined;
    }
  }

  #checkFields(document: LintDocument, { shape }: Resource<KubeObject>): void {
    if (shape === undefined) return;
    for (const path of unknownFields(shape, document.manifest)) {
      this.#find(document, path, `unknown field "${path.at(-1)}"`);
    }
  }
}

/**
 * Checks manifests as the plugin's `lint` does: the fields of Rollouts, Services and Ingresses, the controller's validation of each rollout, and of
 * what it refers to. Documents are given as they are written, empty ones as null.
 * Source: pkg/kubectl-argo-rollouts/cmd/lint/lint.go lintResource.
 */
export function lint(documents: readonly Json[], tools: LintTools): readonly LintFinding[] {
  return new Linter(documents, tools).run();
}
