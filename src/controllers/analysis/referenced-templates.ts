import { ApiError } from '../../api/errors.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { ANALYSIS_TEMPLATE, CLUSTER_ANALYSIS_TEMPLATE } from '../../api/resources.ts';
import type { AnalysisTemplate, ClusterAnalysisTemplate } from '../../api/shape/analysis.ts';
import type { AnalysisTemplateRef } from '../../api/shape/analysis-common.ts';
import { uniqueTemplates } from './flatten.ts';

export interface ReferencedTemplates {
  readonly templates: readonly AnalysisTemplate[];
  readonly clusterTemplates: readonly ClusterAnalysisTemplate[];
}

/**
 * The templates that references name, each followed by those that it names itself, every one once. Throws NotFound, in the words of the
 * reference's listers, for one that does not exist. Source: rollout/analysis.go and experiments/experiment.go getAnalysisTemplatesFromRefs.
 */
export function referencedTemplates(
  reader: ObjectReader,
  namespace: string,
  refs: readonly AnalysisTemplateRef[],
): ReferencedTemplates {
  return gather(reader, namespace, refs, []);
}

/** The path tells circles, in which the reference would recurse until its stack is full. */
function gather(
  reader: ObjectReader,
  namespace: string,
  refs: readonly AnalysisTemplateRef[],
  path: readonly string[],
): ReferencedTemplates {
  const templates: AnalysisTemplate[] = [];
  const clusterTemplates: ClusterAnalysisTemplate[] = [];
  for (const { templateName, clusterScope = false } of refs) {
    const spot = `${clusterScope ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate'} ${templateName}`;
    if (path.includes(spot)) throw new ApiError('Invalid', `templates name each other in a circle: ${spot}`);
    const template = clusterScope
      ? reader.find(CLUSTER_ANALYSIS_TEMPLATE, '', templateName)
      : reader.find(ANALYSIS_TEMPLATE, namespace, templateName);
    if (template === undefined) {
      const kind = clusterScope ? 'clusteranalysistemplate' : 'analysistemplate';
      throw new ApiError('NotFound', `${kind}.argoproj.io "${templateName}" not found`);
    }
    if (clusterScope) clusterTemplates.push(template);
    else templates.push(template);
    const inner = gather(reader, namespace, template.spec.templates ?? [], [...path, spot]);
    templates.push(...inner.templates);
    clusterTemplates.push(...inner.clusterTemplates);
  }
  return { templates: uniqueTemplates(templates), clusterTemplates: uniqueTemplates(clusterTemplates) };
}
