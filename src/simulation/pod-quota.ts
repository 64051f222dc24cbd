import { ApiError } from '../api/errors.ts';
import type { Admission } from '../api/memory-server.ts';
import { POD } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';

/** How many pods a namespace may have. */
export interface PodQuota {
  /** Undefined: any number. */
  pods: number | undefined;
}

/** Refuses pods beyond the quota. Source: k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest. */
export function quotaAdmission(quota: PodQuota, api: () => ApiServer): Admission {
  return (resource, wanted, current) => {
    if (quota.pods === undefined || resource !== POD || current !== undefined) return wanted;
    const { namespace, generateName, name = '' } = wanted.metadata;
    const used = api().list(POD, namespace).length;
    if (used < quota.pods) return wanted;
    throw new ApiError(
      'Forbidden',
      `pods "${generateName ?? name}" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=${used}, limited: pods=${quota.pods}`,
    );
  };
}
