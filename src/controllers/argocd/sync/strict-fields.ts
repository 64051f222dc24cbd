import { ApiError } from '../../../api/errors.ts';
import { isJsonObject, type JsonObject } from '../../../api/json.ts';
import { goTypeOf } from '../../../api/kubernetes/go-types.ts';
import { apiVersionOf, type KubeObject, type Resource } from '../../../api/resources.ts';
import { unknownFields } from '../../../api/unknown-fields.ts';
import { own } from '../../../text/own.ts';

type Path = readonly (string | number)[];

/** Metadata of a template in a custom resource has no other fields. Source: argo-rollouts hack/gen-crd-spec/main.go metadataValidation */
const TEMPLATE_METADATA: ReadonlySet<string> = new Set(['annotations', 'labels']);

/**
 * The fields of a manifest that its kind does not have, as `spec.template.spec.containers[0].imagePullpolicy`. Of custom resources only the kinds of
 * Argo are known.
 */
export function unknownFieldPaths(resource: Resource<KubeObject>, manifest: JsonObject): readonly string[] {
  const type = goTypeOf(apiVersionOf(resource), resource.kind);
  if (type !== undefined) return unknownFields(type, manifest).map(pathText);
  if (resource.shape === undefined) return [];
  const unknown = unknownFields(resource.shape, manifest).filter((path) => !path.includes('volumes'));
  return [...unknown, ...templateFields(manifest, [])].map(pathText);
}

/** Fields of metadata inside an object that the definition of its kind does not have. */
function templateFields(value: JsonObject[string], path: Path): readonly Path[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: JsonObject[string], index) => templateFields(item, [...path, index]));
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = [...path, key];
    if (key !== 'metadata' || path.at(-1) !== 'template' || !isJsonObject(item)) return templateFields(item, inner);
    return Object.keys(item)
      .filter((field) => own(item, field) !== undefined && !TEMPLATE_METADATA.has(field))
      .map((field) => [...inner, field]);
  });
}

function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/**
 * Refuses a manifest with fields that its kind does not have, as the API server does when it is asked to be strict; `live` is whether the object is there.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers create.go, patch.go with fieldValidation Strict; gitops-engine/pkg/utils/kube/kube.go cleanKubectlOutput
 */
export function refuseUnknownFields(resource: Resource<KubeObject>, manifest: JsonObject, live: boolean): void {
  const paths = unknownFieldPaths(resource, manifest);
  if (paths.length === 0) return;
  const strict = `strict decoding error: ${paths.map((path) => `unknown field "${path}"`).join(', ')}`;
  const { kind, version } = resource;
  throw new ApiError(
    live ? 'Invalid' : 'BadRequest',
    live
      ? `error when patching: "" is invalid: patch: Invalid value: "": ${strict}`
      : `${kind} in version "${version}" cannot be handled as a ${kind}: ${strict}`,
  );
}
