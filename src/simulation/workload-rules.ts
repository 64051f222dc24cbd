import type { Admission, MemoryServerOptions } from '../api/memory-server.ts';
import { DEPLOYMENT } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import { admitWorkloads } from '../controllers/deployment/admission.ts';
import { type PodQuota, quotaAdmission } from './pod-quota.ts';

/** What the API server does to workloads where Kubernetes' own controllers keep them. */
export function workloadRules(
  quota: PodQuota,
  api: () => ApiServer,
): Pick<MemoryServerOptions, 'admit' | 'countAnnotations'> {
  const checkQuota = quotaAdmission(quota, api);
  const admit: Admission = (resource, wanted, current) =>
    admitWorkloads(resource, checkQuota(resource, wanted, current), current);
  return { admit, countAnnotations: [DEPLOYMENT] };
}
