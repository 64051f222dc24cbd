import { isOf, refuseInvalid } from '../api/admission.ts';
import { admitDefaults } from '../api/defaults/workloads.ts';
import type { Admission, MemoryServerOptions } from '../api/memory-server.ts';
import { asRead } from '../api/reference-types.ts';
import type { Reference } from '../api/reference.ts';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, POD, POD_DISRUPTION_BUDGET, ROLLOUT } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import { admittedPod } from '../cluster/pod-admission.ts';
import { admitWorkloads } from '../controllers/deployment/admission.ts';
import { validateBudget } from '../controllers/disruption/validation.ts';
import { validateAutoscaler } from '../controllers/hpa/validation.ts';
import { refuseRouterObject } from '../routers/admission.ts';
import type { WorldRules } from '../world/world.ts';
import { type PodQuota, quotaAdmission } from './pod-quota.ts';

/** What becomes of objects before the API server stores them, by the rules of the world; each step sees what the one before it made. */
export function admissionOf(
  rules: Pick<WorldRules, 'workloads' | 'admission' | 'defaults' | 'unknownFields'>,
  quota: PodQuota,
  { api, reference }: { readonly api: () => ApiServer; readonly reference: (() => Reference) | undefined },
): Pick<MemoryServerOptions, 'admit' | 'countAnnotations' | 'form'> {
  const isKubernetes = rules.workloads === 'kubernetes';
  const steps: readonly Admission[] = [
    ...(rules.defaults === 'kubernetes' ? [admitDefaults] : []),
    ...(rules.admission === 'kubernetes' ? [admitPods(api), admitAutoscalers, admitBudgets, admitRoutes] : []),
    ...(isKubernetes ? [quotaAdmission(quota, api), admitWorkloads] : []),
  ];
  const form = reference === undefined || rules.unknownFields === 'stored' ? {} : { form: formOf(reference) };
  if (steps.length === 0) return form;
  return {
    ...form,
    admit: (resource, wanted, current) => steps.reduce((object, step) => step(resource, object, current), wanted),
    ...(isKubernetes ? { countAnnotations: [DEPLOYMENT] } : {}),
  };
}

/** Custom resources have the fields that the version knows. */
function formOf(reference: () => Reference): NonNullable<MemoryServerOptions['form']> {
  return (resource, wanted) => (resource.group === ROLLOUT.group ? asRead(reference(), resource, wanted) : wanted);
}

function admitPods(api: () => ApiServer): Admission {
  return (resource, wanted, current) =>
    isOf(wanted, resource, POD) && current === undefined ? admittedPod(api(), wanted) : wanted;
}

const admitRoutes: Admission = (resource, wanted) => {
  refuseRouterObject(resource, wanted);
  return wanted;
};

/** Source: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go Validate, ValidateUpdate. */
const admitAutoscalers: Admission = (resource, wanted, current) => {
  if (!isOf(wanted, resource, HORIZONTAL_POD_AUTOSCALER)) return wanted;
  const before = isOf(current, resource, HORIZONTAL_POD_AUTOSCALER) ? current : undefined;
  refuseInvalid(resource, wanted, validateAutoscaler(wanted, before));
  return wanted;
};

/** Source: pkg/registry/policy/poddisruptionbudget/strategy.go Validate, ValidateUpdate. */
const admitBudgets: Admission = (resource, wanted, current) => {
  if (!isOf(wanted, resource, POD_DISRUPTION_BUDGET)) return wanted;
  const before = isOf(current, resource, POD_DISRUPTION_BUDGET) ? current : undefined;
  refuseInvalid(resource, wanted, validateBudget(wanted, before));
  return wanted;
};
