import { ApiError, isNotFound, ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import type { Json } from '../../api/json.ts';
import {
  ANALYSIS_TEMPLATE,
  CLUSTER_ANALYSIS_TEMPLATE,
  INGRESS,
  type KubeObject,
  SERVICE,
} from '../../api/resources.ts';
import type { ApiServer } from '../../api/server.ts';
import type { AnalysisTemplateRef } from '../../api/shape/analysis-common.ts';
import type { RolloutAnalysis } from '../../api/shape/canary-steps.ts';
import type { Ingress } from '../../api/shape/networking.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { uniqueTemplates } from '../analysis/flatten.ts';
import { getVirtualRouterOf } from './routers/app-mesh-objects.ts';
import {
  AMBASSADOR_MAPPING,
  APP_MESH_VIRTUAL_SERVICE,
  getCustom,
  ISTIO_VIRTUAL_SERVICE,
} from './routers/custom-objects.ts';
import { virtualServiceNamespaceName } from './routers/istio/routes.ts';
import { type FieldError, invalid } from './validation/field-error.ts';
import {
  type AnalysisTemplateType,
  type NamedTemplate,
  type ReferencedTemplatesOf,
  templatesField,
} from './validation/reference-analyses.ts';
import { validateAlbIngressesConfig, validateNginxIngressesConfig } from './validation/reference-ingresses.ts';
import { namedVirtualServices, validateVirtualServicesConfig } from './validation/reference-istio.ts';
import type { ReferencedResources } from './validation/references.ts';
import { missingService, referencedServices } from './validation/services.ts';

const ROUTING = 'spec.strategy.canary.trafficRouting';

/**
 * Something that a rollout names is not there, or is named in a wrong way: the text is what the InvalidSpec condition
 * says.
 */
export class MissingReferenceError extends Error {}

function refuse(error: FieldError | undefined): void {
  if (error !== undefined) throw new MissingReferenceError(error.text);
}

/** Looks something up; that it is missing is a complaint about the field that names it. */
function lookUp<T>(field: string, value: Json, get: () => T): T {
  try {
    return get();
  } catch (error) {
    if (isNotFound(error)) throw new MissingReferenceError(invalid(field, value, reconcileErrorMessage(error)).text);
    if (error instanceof ReconcileError) throw new MissingReferenceError(error.message);
    throw error;
  }
}

/**
 * Everything that a rollout names; throws MissingReferenceError at the first that is missing. Source:
 * rollout/controller.go getRolloutReferencedResources.
 */
export function getReferencedResources(api: ApiServer, rollout: Rollout): ReferencedResources {
  const services = referencedServiceObjects(api, rollout);
  const analyses = referencedAnalyses(api, rollout);
  refuse(validateNginxIngressesConfig(rollout));
  refuse(validateAlbIngressesConfig(rollout));
  const ingresses = referencedIngresses(api, rollout);
  refuse(validateVirtualServicesConfig(rollout));
  const virtualServices = referencedVirtualServices(api, rollout);
  const ambassadorMappings = referencedMappings(api, rollout);
  const appMeshResources = referencedVirtualRouters(api, rollout);
  return { services, analyses, ingresses, virtualServices, ambassadorMappings, appMeshResources };
}

const namespaceOf = (rollout: Rollout): string => rollout.metadata.namespace ?? 'default';

/** Source: getReferencedServices. */
function referencedServiceObjects(api: ApiServer, rollout: Rollout): ReferencedResources['services'] {
  return referencedServices(rollout).map((reference) => {
    const service = api.find(SERVICE, namespaceOf(rollout), reference.name);
    if (service === undefined) throw new MissingReferenceError(missingService(reference).text);
    return { type: reference.type, service };
  });
}

/** Source: getReferencedRolloutAnalyses. */
function referencedAnalyses(api: ApiServer, rollout: Rollout): readonly ReferencedTemplatesOf[] {
  const { blueGreen, canary } = rollout.spec.strategy;
  const found = (
    type: AnalysisTemplateType,
    analysis: RolloutAnalysis | undefined,
    stepIndex = 0,
  ): readonly ReferencedTemplatesOf[] => {
    if (analysis === undefined) return [];
    const field = templatesField(type, stepIndex);
    const templates = templatesOf(api, namespaceOf(rollout), analysis.templates ?? [], field, []);
    return [{ type, stepIndex, ...templates, args: analysis.args ?? [] }];
  };
  if (blueGreen !== undefined) {
    return [
      ...found('PrePromotionAnalysis', blueGreen.prePromotionAnalysis),
      ...found('PostPromotionAnalysis', blueGreen.postPromotionAnalysis),
    ];
  }
  const inline = (canary?.steps ?? []).flatMap(({ analysis }, index) => found('InlineAnalysis', analysis, index));
  return [...inline, ...found('BackgroundAnalysis', canary?.analysis)];
}

/** Templates and those that they name themselves, each once. Source: getReferencedAnalysisTemplatesFromRef. */
function templatesOf(
  api: ApiServer,
  namespace: string,
  refs: readonly AnalysisTemplateRef[],
  field: string,
  path: readonly string[],
): Pick<ReferencedTemplatesOf, 'templates' | 'clusterTemplates'> {
  const templates: NamedTemplate[] = [];
  const clusterTemplates: NamedTemplate[] = [];
  for (const { templateName: name = '', clusterScope } of refs) {
    const isCluster = clusterScope === true;
    const kind = isCluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
    const spot = `${kind} ${name}`;
    if (path.includes(spot)) throw new ApiError('Invalid', `templates name each other in a circle: ${spot}`);
    const template = isCluster
      ? api.find(CLUSTER_ANALYSIS_TEMPLATE, '', name)
      : api.find(ANALYSIS_TEMPLATE, namespace, name);
    if (template === undefined)
      throw new MissingReferenceError(invalid(field, name, `${kind} '${name}' not found`).text);
    (isCluster ? clusterTemplates : templates).push(template);
    const inner = templatesOf(api, namespace, template.spec.templates ?? [], 'spec.templates', [...path, spot]);
    templates.push(...inner.templates);
    clusterTemplates.push(...inner.clusterTemplates);
  }
  return { templates: uniqueTemplates(templates), clusterTemplates: uniqueTemplates(clusterTemplates) };
}

/** With an ALB and NGINX at once only the ALB's Ingresses are looked at. Source: getReferencedIngresses. */
function referencedIngresses(api: ApiServer, rollout: Rollout): readonly Ingress[] {
  const { alb, nginx } = rollout.spec.strategy.canary?.trafficRouting ?? {};
  const get = (field: string, value: Json, names: readonly string[]): readonly Ingress[] =>
    names.map((name) => lookUp(field, value, () => api.get(INGRESS, namespaceOf(rollout), name)));
  if (alb !== undefined) {
    const { ingress = '', ingresses } = alb;
    if (ingresses !== undefined) return get(`${ROUTING}.alb.ingresses`, ingresses, ingresses);
    return get(`${ROUTING}.alb.ingress`, ingress, [ingress]);
  }
  if (nginx === undefined) return [];
  const { stableIngress = '', stableIngresses } = nginx;
  if (stableIngresses !== undefined) return get(`${ROUTING}.nginx.StableIngresses`, stableIngresses, stableIngresses);
  return get(`${ROUTING}.nginx.stableIngress`, stableIngress, [stableIngress]);
}

/** Source: rollout/trafficrouting/istio/controller.go GetReferencedVirtualServices. */
function referencedVirtualServices(api: ApiServer, rollout: Rollout): readonly KubeObject[] {
  if (rollout.spec.strategy.canary?.trafficRouting?.istio === undefined) return [];
  const { field, references } = namedVirtualServices(rollout);
  return references.map((reference) => {
    const { namespace, name } = virtualServiceNamespaceName(reference.name);
    const get = () => getCustom(api, ISTIO_VIRTUAL_SERVICE, namespace || namespaceOf(rollout), name);
    return lookUp(field, name, get).object;
  });
}

/** Source: getAmbassadorMappings. */
function referencedMappings(api: ApiServer, rollout: Rollout): readonly KubeObject[] {
  const ambassador = rollout.spec.strategy.canary?.trafficRouting?.ambassador;
  if (ambassador === undefined) return [];
  const field = `${ROUTING}.ambassador.mappings`;
  const mappings = ambassador.mappings ?? [];
  if (mappings.length === 0) refuse(invalid(field, null, 'must provide at least one mapping'));
  return mappings.map(
    (name) => lookUp(field, name, () => getCustom(api, AMBASSADOR_MAPPING, namespaceOf(rollout), name)).object,
  );
}

/** Source: getReferencedAppMeshResources. */
function referencedVirtualRouters(api: ApiServer, rollout: Rollout): readonly KubeObject[] {
  const appMesh = rollout.spec.strategy.canary?.trafficRouting?.appMesh;
  if (appMesh === undefined) return [];
  const field = `${ROUTING}.appmesh.virtualService`;
  const name = appMesh.virtualService?.name;
  if (name === undefined) throw new MissingReferenceError(invalid(field, null, 'must provide virtual-service').text);
  const namespace = namespaceOf(rollout);
  const router = lookUp(field, `${name}.${namespace}`, () =>
    getVirtualRouterOf(api, getCustom(api, APP_MESH_VIRTUAL_SERVICE, namespace, name)),
  );
  return [router.object];
}
