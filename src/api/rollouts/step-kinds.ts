import { intOrStringText } from '../int-or-string.ts';
import type { Reference } from '../reference.ts';
import type { CanaryStep } from '../shape/canary-steps.ts';

export type StepField = keyof CanaryStep;

/**
 * What must come about before a step is done. `pods`: both sides have the pods that the step asks for; `weight`: so, and the router has confirmed the
 * weight; `nothing`: it is done as soon as it is carried out. Source: rollout/canary.go completedCurrentCanaryStep.
 */
export type StepCondition = 'pods' | 'weight' | 'pause' | 'experiment' | 'analysis' | 'plugin' | 'nothing';

/** How a step is written. */
export type StepStyle =
  /** As events and the reference's views have it: `setWeight: 20`, `pause: 1h`. Source: utils/rollout/rolloututil.go CanaryStepString. */
  | 'reference'
  /** For readers: `setWeight 20`, `pause 10s`, `pause until promoted`. */
  | 'words'
  /** For readers, when it is behind: `setWeight 20 done`, `pause 10s over`, `pause ended`. */
  | 'done';

/** What there is to know of a kind of step, in terms of its field. A style that is absent follows from the ones before it. */
interface StepSpec<Config> {
  /** Its name in the reference's messages: `SetWeight`. */
  readonly type: string;
  readonly waitsFor: StepCondition;
  /** No other kind with this mark may be in the same step. Source: validation.go hasMultipleStepsType. */
  readonly exclusive?: true;
  /** It may take as long as it likes: no progress deadline runs. Source: rollout/sync.go isIndefiniteStep. */
  readonly indefinite?: true;
  /** The weight that it sets for the canary. */
  readonly weight?: (config: Config) => number;
  /** Undefined if the field says nothing that the reference would print. */
  readonly reference?: (config: Config) => string | undefined;
  readonly words?: (config: Config) => string;
  readonly done?: (config: Config) => string;
}

/** A kind of canary step: a row of `STEP_KINDS`. Functions of a step give undefined if it is not of this kind. */
export interface StepKind extends Pick<StepSpec<never>, 'type' | 'waitsFor' | 'exclusive' | 'indefinite'> {
  readonly field: StepField;
  readonly isIn: (step: CanaryStep) => boolean;
  readonly weightOf: (step: CanaryStep) => number | undefined;
  readonly textOf: (step: CanaryStep, style: StepStyle) => string | undefined;
}

function stepKind<Field extends StepField>(field: Field, spec: StepSpec<NonNullable<CanaryStep[Field]>>): StepKind {
  type Config = NonNullable<CanaryStep[Field]>;
  const text = (config: Config, style: StepStyle): string | undefined => {
    if (style === 'reference') return spec.reference === undefined ? field : spec.reference(config);
    const words = spec.words?.(config) ?? field;
    return style === 'words' ? words : (spec.done?.(config) ?? `${words} done`);
  };
  const { type, waitsFor, exclusive, indefinite, weight } = spec;
  const of = <T>(step: CanaryStep, give: (config: Config) => T): T | undefined => {
    const config = step[field] ?? undefined;
    return config === undefined ? undefined : give(config);
  };
  return {
    field,
    type,
    waitsFor,
    ...(exclusive === undefined ? {} : { exclusive }),
    ...(indefinite === undefined ? {} : { indefinite }),
    isIn: (step) => step[field] !== undefined,
    weightOf: (step) => (weight === undefined ? undefined : of(step, weight)),
    textOf: (step, style) => of(step, (config) => text(config, style)),
  };
}

/** `10s` for a plain number of seconds, else as written. */
function durationText(duration: string | number): string {
  return /^\d+$/.test(String(duration)) ? `${duration}s` : String(duration);
}

/** Every kind of step. Of several in one step the first gives the text. Source: utils/rollout/rolloututil.go CanaryStepString. */
const KINDS: Readonly<Record<StepField, StepKind>> = {
  setWeight: stepKind('setWeight', {
    type: 'SetWeight',
    waitsFor: 'weight',
    exclusive: true,
    weight: (weight) => weight,
    reference: (weight) => `setWeight: ${weight}`,
    words: (weight) => `setWeight ${weight}`,
  }),
  pause: stepKind('pause', {
    type: 'Pause',
    waitsFor: 'pause',
    exclusive: true,
    indefinite: true,
    reference: ({ duration }) => (duration === undefined ? 'pause' : `pause: ${intOrStringText(duration)}`),
    words: ({ duration }) => (duration === undefined ? 'pause until promoted' : `pause ${durationText(duration)}`),
    done: ({ duration }) => (duration === undefined ? 'pause ended' : `pause ${durationText(duration)} over`),
  }),
  experiment: stepKind('experiment', {
    type: 'Experiment',
    waitsFor: 'experiment',
    exclusive: true,
    indefinite: true,
  }),
  analysis: stepKind('analysis', {
    type: 'Analysis',
    waitsFor: 'analysis',
    exclusive: true,
    indefinite: true,
  }),
  setCanaryScale: stepKind('setCanaryScale', {
    type: 'SetCanaryScale',
    waitsFor: 'pods',
    reference: ({ weight, matchTrafficWeight, replicas }) => {
      if (weight !== undefined) return `setCanaryScale{weight: ${weight}}`;
      if (matchTrafficWeight === true) return 'setCanaryScale{matchTrafficWeight: true}';
      return replicas === undefined ? undefined : `setCanaryScale{replicas: ${replicas}}`;
    },
    words: ({ weight, matchTrafficWeight, replicas }) => {
      if (weight !== undefined) return `setCanaryScale weight ${weight}`;
      if (matchTrafficWeight === true) return 'setCanaryScale matchTrafficWeight';
      return replicas === undefined ? 'setCanaryScale' : `setCanaryScale replicas ${replicas}`;
    },
  }),
  plugin: stepKind('plugin', {
    type: 'Plugin',
    waitsFor: 'plugin',
    reference: ({ name }) => `plugin: ${name}`,
    words: ({ name }) => `plugin ${name}`,
  }),
  setHeaderRoute: stepKind('setHeaderRoute', {
    type: 'SetHeaderRoute',
    waitsFor: 'nothing',
    reference: ({ name = '' }) => `setHeaderRoute: ${name}`,
    words: ({ name = '' }) => `setHeaderRoute ${name}`,
  }),
  setMirrorRoute: stepKind('setMirrorRoute', {
    type: 'SetMirrorRoute',
    waitsFor: 'nothing',
    reference: ({ name }) => `setMirrorRoute: ${name}`,
    words: ({ name }) => `setMirrorRoute ${name}`,
  }),
};
export const STEP_KINDS: readonly StepKind[] = Object.values(KINDS);

/** All kinds, these first. */
export function stepKindsBy(first: readonly StepField[]): readonly StepKind[] {
  const named = first.map((field) => KINDS[field]);
  return [...named, ...STEP_KINDS.filter((kind) => !named.includes(kind))];
}

/** Of several kinds in one step the first decides when it is done. Source: rollout/canary.go completedCurrentCanaryStep. */
const BY_COMPLETION = stepKindsBy([
  'pause',
  'setCanaryScale',
  'setWeight',
  'experiment',
  'analysis',
  'setHeaderRoute',
  'setMirrorRoute',
]);

/** What a step waits for; undefined for a step of no kind. */
export function stepCondition(step: CanaryStep): StepCondition | undefined {
  return BY_COMPLETION.find(({ isIn }) => isIn(step))?.waitsFor;
}

export interface StepWeight {
  readonly weight: number;
  readonly field: StepField;
}

/** The weight that a step sets for the canary; undefined if it sets none. */
export function stepWeight(step: CanaryStep): StepWeight | undefined {
  for (const { field, weightOf } of STEP_KINDS) {
    const weight = weightOf(step);
    if (weight !== undefined) return { weight, field };
  }
  return undefined;
}

/** A completed step in an event. Older versions have no text for routes. Source: utils/rollout/rolloututil.go CanaryStepString. */
export function completedStepText(reference: Reference, step: CanaryStep): string {
  const isRoute = STEP_KINDS.find(({ isIn }) => isIn(step))?.field;
  const unnamed = isRoute === 'setHeaderRoute' || isRoute === 'setMirrorRoute';
  return unnamed && !reference.has('step-text-names-routes') ? 'invalid' : stepText(step, 'reference');
}

/** A step as a text. A step of no kind is `invalid`. */
export function stepText(step: CanaryStep, style: StepStyle): string {
  for (const { textOf } of STEP_KINDS) {
    const text = textOf(step, style);
    if (text !== undefined) return text;
  }
  return 'invalid';
}
