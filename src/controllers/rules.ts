import * as commonFunctions from '../api/input-functions.ts';
import { disruptionTaken } from '../api/eviction.ts';
import type { InputFunction, Rule } from '../api/reason.ts';
import { ROUTER_FUNCTIONS, ROUTER_RULES } from '../routers/reasons.ts';
import { ROUTERS } from '../routers/table.ts';
import { ANALYSIS_RULES } from './analysis/rules.ts';
import { ARGO_CD_RULES } from './argocd/rules.ts';
import { DEPLOYMENT_RULES } from './deployment/rules.ts';
import { EXPERIMENT_RULES } from './experiments/rules.ts';
import { HPA_RULES } from './hpa/rules.ts';
import { REPLICA_SET_RULES } from './replicaset/rules.ts';
import * as rolloutFunctions from './rollouts/rules/functions.ts';
import * as statusFunctions from './rollouts/rules/status-functions.ts';
import { ROLLOUT_RULES } from './rollouts/rules/registry.ts';

/** Every rule of every controller, in the order of ids: what timelines, `explain` and docs/rules.md read. */
export const RULES: readonly Rule[] = [
  disruptionTaken,
  ...ROLLOUT_RULES,
  ...ROUTER_RULES,
  ...ANALYSIS_RULES,
  ...EXPERIMENT_RULES,
  ...DEPLOYMENT_RULES,
  ...HPA_RULES,
  ...REPLICA_SET_RULES,
  ...ARGO_CD_RULES,
].sort((a, b) => (a.id < b.id ? -1 : 1));

/** The functions that inputs of reasons are computed with, by the names that reasons use. */
export const INPUT_FUNCTIONS: ReadonlyMap<string, InputFunction> = new Map(
  [
    ...Object.values(commonFunctions),
    ...Object.values(rolloutFunctions),
    ...Object.values(statusFunctions),
    ...ROUTER_FUNCTIONS,
    ...ROUTERS.flatMap(({ inputFunctions = [] }) => inputFunctions),
  ].map((one): readonly [string, InputFunction] => [one.name, one]),
);
