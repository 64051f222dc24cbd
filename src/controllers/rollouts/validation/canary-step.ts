import { pauseDurationSeconds } from '../../../api/durations.ts';
import type { Json } from '../../../api/json.ts';
import { qualifiedNameErrors } from '../../../api/label-validation.ts';
import { maxTrafficWeight } from '../../../api/rollouts/defaults.ts';
import { stepKindsBy } from '../../../api/rollouts/step-kinds.ts';
import type { AnalysisRunArgument, CanaryStep, StringMatch } from '../../../api/shape/canary-steps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import type { RolloutTrafficRouting } from '../../../api/shape/traffic-routing.ts';
import { type FieldError, invalid, required } from '../../../api/field-error.ts';
import { routersOf, routersSupport } from '../../../routers/table.ts';
import * as say from './messages.ts';

/** In the order in which messages name them. */
const KINDS = stepKindsBy([
  'experiment',
  'pause',
  'setWeight',
  'analysis',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
]);

/** Of setWeight, pause, experiment and analysis a step may have one; others combine unnoticed. Source: hasMultipleStepsType. */
function hasMultipleStepsType(step: CanaryStep, field: string): FieldError[] {
  const exclusive = KINDS.filter((kind) => kind.exclusive === true);
  if (exclusive.filter(({ isIn }) => isIn(step)).length < 2) return [];
  const found = exclusive.map(({ type, isIn }) => `step.${type}: ${isIn(step)}`).join(' ');
  return [invalid(field, found, say.INVALID_STEP)];
}

/** A step of no kind; the message says `true` for what is missing. */
function hasNoStepType(step: CanaryStep, field: string): FieldError[] {
  if (KINDS.some(({ isIn }) => isIn(step))) return [];
  return [invalid(field, KINDS.map(({ type }) => `step.${type}: true`).join(' '), say.INVALID_STEP)];
}

/** Source: hasMultipleMatchValues. */
function hasMultipleMatchValues(match: StringMatch | null, field: string): FieldError[] {
  if (match === null) return [invalid(field, null, say.STRING_MATCH_MISSED)];
  const values = [match.exact, match.regex, match.prefix].filter((value) => (value ?? '') !== '').length;
  if (values === 1) return [];
  return [invalid(field, { ...match }, values === 0 ? say.STRING_MATCH_MISSED : say.STRING_MATCH_MULTIPLE)];
}

/** Source: hasALBInvalidValues. */
function hasALBInvalidValues(match: StringMatch | null, field: string): FieldError[] {
  if (match === null) return [invalid(field, null, say.STRING_MATCH_MISSED)];
  const onlyExact = (match.exact ?? '') !== '' && (match.regex ?? '') === '' && (match.prefix ?? '') === '';
  return onlyExact ? [] : [invalid(field, { ...match }, say.HEADER_ROUTE_ALB)];
}

function validateHeaderRoute(rollout: Rollout, step: CanaryStep, field: string): FieldError[] {
  const route = step.setHeaderRoute;
  if (route === undefined) return [];
  if (!routersSupport(rollout, 'headerRoutes')) return [invalid(field, { ...route }, say.HEADER_ROUTE_ROUTERS)];
  const onlyExact = routersOf(rollout).some(({ features }) => features.headerRoutes === 'exact');
  const check = onlyExact ? hasALBInvalidValues : hasMultipleMatchValues;
  return (route.match ?? []).flatMap(({ headerValue }, index) => check(headerValue, `${field}.match[${index}]`));
}

function validateMirrorRoute(rollout: Rollout, step: CanaryStep, field: string): FieldError[] {
  const route = step.setMirrorRoute;
  if (route === undefined) return [];
  const supported = routersSupport(rollout, 'mirrorRoutes');
  const errors = supported ? [] : [invalid(field, { ...route }, say.MIRROR_ROUTE_ROUTERS)];
  (route.match ?? []).forEach(({ method, path }, index) => {
    const at = `${field}.match[${index}]`;
    // The method is looked at twice, the headers never.
    for (const match of [method, path, method]) {
      if (match !== undefined) errors.push(...hasMultipleMatchValues(match, at));
    }
  });
  return errors;
}

/** Routes that steps set must be among the managed ones. Source: ValidateStepRouteFoundInManagedRoute. */
function validateManagedRoutes(
  step: CanaryStep,
  routing: RolloutTrafficRouting | undefined,
  field: string,
  strategyField: string,
): FieldError[] {
  const { setHeaderRoute, setMirrorRoute } = step;
  if (routing === undefined || (setHeaderRoute === undefined && setMirrorRoute === undefined)) return [];
  const managed = routing.managedRoutes;
  if (managed === undefined) {
    const detail = say.missingField('spec.strategy.canary.trafficRouting.managedRoutes');
    return [required(`${strategyField}.trafficRouting.managedRoutes`, detail)];
  }
  const errors: FieldError[] = [];
  const check = (name: string, at: string): void => {
    if (!managed.some((route) => route.name === name)) errors.push(invalid(at, name, say.ROUTE_NOT_MANAGED));
  };
  if (setHeaderRoute !== undefined) check(setHeaderRoute.name ?? '', `${field}.setHeaderRoute`);
  if (setMirrorRoute !== undefined) check(setMirrorRoute.name, `${field}.setMirrorRoute`);
  return errors;
}

function validateExperimentWeights(rollout: Rollout, step: CanaryStep, field: string): FieldError[] {
  const routing = rollout.spec.strategy.canary?.trafficRouting;
  return (step.experiment?.templates ?? []).flatMap(({ weight }, index) => {
    if (weight === undefined) return [];
    const at = `${field}.experiment.templates[${index}].weight`;
    if (routing === undefined) return [invalid(at, weight, say.EXPERIMENT_WEIGHT_NEEDS_ROUTING)];
    return routersSupport(rollout, 'experimentWeights') ? [] : [invalid(at, weight, say.EXPERIMENT_WEIGHT_ROUTERS)];
  });
}

const METADATA_FIELDS: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]);

/** Whether a path names metadata that can be read as text. Source: k8s.io/kubernetes/pkg/fieldpath ExtractFieldPathAsString. */
function isReadableFieldPath(path: string): boolean {
  const subscripted = /^([^]+?)\['([^]*)'\]$/.exec(path);
  if (subscripted === null) return METADATA_FIELDS.has(path);
  const [, field = '', key = ''] = subscripted;
  if (field === 'metadata.annotations') return qualifiedNameErrors(key.toLowerCase()).length === 0;
  return field === 'metadata.labels' && qualifiedNameErrors(key).length === 0;
}

function validateAnalysisArgs(step: CanaryStep, field: string): FieldError[] {
  const args: readonly AnalysisRunArgument[] = [
    ...(step.experiment?.analyses ?? []).flatMap((analysis) => analysis.args ?? []),
    ...(step.analysis?.args ?? []),
  ];
  return args.flatMap(({ valueFrom }) => {
    const path = valueFrom?.fieldRef?.fieldPath ?? '';
    if (!path.startsWith('metadata') || isReadableFieldPath(path)) return [];
    const found: readonly Json[] = args.map((arg): Json => ({ ...arg }));
    return [invalid(`${field}.analyses`, found, say.INVALID_ANALYSIS_ARGS)];
  });
}

/** One step of a canary. Source: pkg/apis/rollouts/validation/validation.go ValidateRolloutStrategyCanary. */
export function validateCanaryStep(
  rollout: Rollout,
  step: CanaryStep,
  field: string,
  strategyField: string,
): FieldError[] {
  const routing = rollout.spec.strategy.canary?.trafficRouting;
  const max = maxTrafficWeight(rollout);
  const errors = [...hasMultipleStepsType(step, field), ...hasNoStepType(step, field)];
  const { setWeight, pause } = step;
  if (setWeight !== undefined && (setWeight < 0 || setWeight > max)) {
    errors.push(invalid(`${field}.setWeight`, setWeight, say.invalidSetWeight(max)));
  }
  const seconds = pauseDurationSeconds(pause?.duration);
  if (seconds < 0) errors.push(invalid(`${field}.pause.duration`, seconds, say.INVALID_DURATION));
  if (step.setCanaryScale !== undefined && routing === undefined) {
    errors.push(required(`${strategyField}.trafficRouting`, say.CANARY_SCALE_NEEDS_ROUTING));
  }
  errors.push(...validateHeaderRoute(rollout, step, `${field}.setHeaderRoute`));
  errors.push(...validateMirrorRoute(rollout, step, `${field}.setMirrorRoute`));
  errors.push(...validateManagedRoutes(step, routing, field, strategyField));
  errors.push(...validateExperimentWeights(rollout, step, field));
  errors.push(...validateAnalysisArgs(step, field));
  return errors;
}
