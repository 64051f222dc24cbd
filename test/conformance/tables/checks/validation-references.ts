import type { Json, JsonObject } from '../../../../src/api/json.ts';
import type { KubeObject } from '../../../../src/api/resources.ts';
import { analysisTemplate } from '../../../../src/api/shape/analysis.ts';
import { analysisRunArgument } from '../../../../src/api/shape/canary-steps.ts';
import { objectMeta } from '../../../../src/api/shape/meta.ts';
import { ingress } from '../../../../src/api/shape/networking.ts';
import { aggregateText } from '../../../../src/api/field-error.ts';
import type {
  AnalysisTemplateType,
  ReferencedTemplatesOf,
} from '../../../../src/controllers/rollouts/validation/reference-analyses.ts';
import { validateAlbIngressesConfig } from '../../../../src/routers/alb/alb.ts';
import { referencedMapping } from '../../../../src/routers/ambassador/ambassador.ts';
import { referencedVirtualRouter } from '../../../../src/routers/app-mesh/validate.ts';
import { referencedIngress } from '../../../../src/routers/ingresses.ts';
import { Reference } from '../../../../src/api/reference.ts';
import { referencedVirtualService, validateVirtualServicesConfig } from '../../../../src/routers/istio/validate.ts';
import { validateNginxIngressesConfig } from '../../../../src/routers/nginx/nginx.ts';
import {
  type ReferencedResources,
  validateRolloutReferencedResources,
} from '../../../../src/controllers/rollouts/validation/references.ts';
import { isServiceType } from '../../../../src/controllers/rollouts/validation/services.ts';
import { listOf, numberOf, objectOf, rolloutOf, serviceOf, shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

/** An object of a kind without a shape. */
function unstructured(value: Json): KubeObject {
  const fields = objectOf(value);
  const metadata = shaped(objectMeta, fields['metadata']);
  const kind = fields['kind'];
  return { ...fields, kind: typeof kind === 'string' ? kind : undefined, apiVersion: undefined, metadata };
}

function servicesOf(row: JsonObject): ReferencedResources['services'] {
  return listOf(row['services']).flatMap((item) => {
    const { type, service } = objectOf(item);
    const given = serviceOf(service);
    return typeof type === 'string' && isServiceType(type) && given !== undefined ? [{ type, service: given }] : [];
  });
}

const TYPES: readonly AnalysisTemplateType[] = [
  'PrePromotionAnalysis',
  'PostPromotionAnalysis',
  'InlineAnalysis',
  'BackgroundAnalysis',
];

/** Analyses of any other type are not looked at. */
function analysesOf(row: JsonObject): readonly ReferencedTemplatesOf[] {
  return listOf(row['analysisTemplates']).flatMap((item) => {
    const { templateType, canaryStepIndex, args, templates, clusterTemplates } = objectOf(item);
    const type = TYPES.find((known) => known === textOf(templateType));
    if (type === undefined) return [];
    const read = (list: Json | undefined) => listOf(list).map((template) => shaped(analysisTemplate, template));
    return [
      {
        type,
        stepIndex: numberOf(canaryStepIndex),
        templates: read(templates),
        clusterTemplates: read(clusterTemplates),
        args: listOf(args).map((arg) => shaped(analysisRunArgument, arg)),
      },
    ];
  });
}

export const check: TableCheck = {
  table: 'validation-references',
  compute: (row) => {
    const rollout = rolloutOf(row['rollout']);
    const errors = validateRolloutReferencedResources(rollout, {
      services: servicesOf(row),
      analyses: analysesOf(row),
      routed: [
        ...listOf(row['ingresses']).map((item) => referencedIngress(shaped(ingress, item))),
        ...listOf(row['virtualServices']).map((item) => referencedVirtualService(unstructured(item), new Reference())),
        ...listOf(row['ambassadorMappings']).map((item) => referencedMapping(unstructured(item))),
        ...listOf(row['appMeshResources']).map((item) => referencedVirtualRouter(unstructured(item))),
      ],
    });
    return {
      aggregate: aggregateText(errors) ?? null,
      config: {
        alb: validateAlbIngressesConfig(rollout)?.text ?? null,
        nginx: validateNginxIngressesConfig(rollout)?.text ?? null,
        virtualServices: validateVirtualServicesConfig(rollout)?.text ?? null,
      },
      errors: errors.map((error) => ({ ...error })),
    };
  },
};
