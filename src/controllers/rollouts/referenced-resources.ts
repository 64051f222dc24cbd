import { ApiError } from '../../api/errors.ts';
import type { ControllerEnv } from '../../api/controller.ts';
import { invalid } from '../../api/field-error.ts';
import { ANALYSIS_TEMPLATE, CLUSTER_ANALYSIS_TEMPLATE, SERVICE } from '../../api/resources.ts';
import type { ApiServer } from '../../api/server.ts';
import type { AnalysisTemplateRef } from '../../api/shape/analysis-common.ts';
import type { RolloutAnalysis } from '../../api/shape/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { MissingReferenceError, namespaceOf } from '../../routers/referenced.ts';
import { ROUTERS_BY_LOOK_UP } from '../../routers/table.ts';
import { uniqueTemplates } from '../analysis/flatten.ts';
import {
  type AnalysisTemplateType,
  type NamedTemplate,
  type ReferencedTemplatesOf,
  templatesField,
} from './validation/reference-analyses.ts';
import type { ReferencedResources } from './validation/references.ts';
import { missingService, referencedServices } from './validation/services.ts';

/**
 * Everything that a rollout names; throws MissingReferenceError at the first that is missing. Source:
 * rollout/controller.go getRolloutReferencedResources.
 */
export function getReferencedResources(
  { api, reference }: Pick<ControllerEnv, 'api' | 'reference'>,
  rollout: Rollout,
): ReferencedResources {
  const services = referencedServiceObjects(api, rollout);
  const analyses = referencedAnalyses(api, rollout);
  const routed = ROUTERS_BY_LOOK_UP.flatMap(({ lookUp }) => lookUp(api, rollout, reference));
  return { services, analyses, routed };
}

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
