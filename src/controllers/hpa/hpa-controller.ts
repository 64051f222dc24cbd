import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { deepEqual } from '../../api/equality.ts';
import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { from } from '../../api/reason.ts';
import { HORIZONTAL_POD_AUTOSCALER, POD } from '../../api/resources.ts';
import { readScale, type Scale, type ScaleTarget, writeScale } from '../../api/scale.ts';
import { type Selector, SelectorError } from '../../api/selector.ts';
import { parseSelector } from '../../api/selector-parser.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus } from '../../api/shape/autoscaling.ts';
import type { Pod } from '../../api/shape/core.ts';
import { formatTime } from '../../api/times.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { type HpaConditionType, setHpaCondition } from './conditions.ts';
import { type Blocked, type Decision, decide } from './decide.ts';
import { behaviorOf, metricsOf } from './defaults.ts';
import { type HpaHistory, initialHistory } from './history.ts';
import { judgeMetric, type MetricVerdict } from './metrics.ts';
import type { MetricsClient } from './metrics-client.ts';
import { rememberScaling } from './normalize.ts';
import { DEFAULT_HPA_OPTIONS, type HpaOptions } from './options.ts';
import { hpaScaled } from './rules.ts';

/** One look of an autoscaler: itself, with what this look changed in its status. */
interface Look {
  readonly key: string;
  readonly stored: HorizontalPodAutoscaler;
  readonly target: ScaleTarget;
  status: HorizontalPodAutoscalerStatus;
}

/**
 * Sizes rollouts and Deployments by what their pods use, every 15 seconds. Source: pkg/controller/podautoscaler/horizontal.go.
 */
export class HpaController implements Controller {
  readonly name = 'hpa';
  readonly resource = HORIZONTAL_POD_AUTOSCALER;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  readonly #client: MetricsClient;
  readonly #options: HpaOptions;
  readonly #histories = new Map<string, HpaHistory>();
  readonly #selectors = new Map<string, Selector>();

  constructor(env: ControllerEnv, client: MetricsClient, options: HpaOptions = DEFAULT_HPA_OPTIONS) {
    this.#env = env;
    this.#client = client;
    this.#options = options;
    this.queue = env.newQueue(this.name, 'periodic');
    env.api.watch(HORIZONTAL_POD_AUTOSCALER, ({ type, object }) => {
      const key = `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
      if (type === 'DELETED') this.#selectors.delete(key);
      else this.queue.addAfter(key, this.#options.syncPeriodMs);
    });
  }

  /** Whatever goes wrong, the next look is a period later. Source: horizontal.go processNextWorkItem, reconcileKey. */
  sync(key: string): void {
    const slash = key.indexOf('/');
    const hpa = this.#env.api.find(HORIZONTAL_POD_AUTOSCALER, key.slice(0, slash), key.slice(slash + 1));
    if (hpa === undefined) {
      this.#histories.delete(key);
      return;
    }
    try {
      this.#reconcile({ key, stored: hpa, target: targetOf(hpa), status: hpa.status });
    } catch (error) {
      reconcileErrorMessage(error);
    }
    this.queue.addAfter(key, this.#options.syncPeriodMs);
  }

  /** Source: horizontal.go reconcileAutoscaler. */
  #reconcile(look: Look): void {
    const { api, clock } = this.#env;
    const nowMs = clock.nowMs();
    const scale = this.#scaleOf(look);
    const current = scale.specReplicas;
    const history = this.#histories.get(look.key) ?? initialHistory(current, nowMs);
    const decision = decide(look.stored, scale, history, () => this.#judge(look, scale), this.#options, nowMs);
    this.#histories.set(look.key, decision.history);
    for (const verdict of decision.conditions) look.status = setHpaCondition(look.status, verdict, nowMs);
    const { replicas = current, metrics } = decision;
    if (decision.replicas === undefined) {
      this.#writeStatus(look, { currentReplicas: current, currentMetrics: metrics });
      this.#warn(look, 'FailedComputeMetricsReplicas', decision.error ?? '');
      return;
    }
    const rescale = replicas !== current;
    if (rescale) {
      const because = () =>
        hpaScaled.because({ size: from('the metrics', replicas), why: from('the rule', decision.reason) });
      this.#attempt(look, current, replicas, decision.reason, () => writeScale(api, look.target, replicas, [because]));
      this.#tellScaled(look, current, replicas, decision, nowMs);
    }
    this.#writeStatus(look, {
      currentReplicas: current,
      desiredReplicas: replicas,
      currentMetrics: metrics,
      ...(rescale ? { lastScaleTime: formatTime(nowMs) } : {}),
    });
  }

  #scaleOf(look: Look): Scale {
    try {
      const scale = readScale(this.#env.api, look.target);
      this.#set(
        look,
        'AbleToScale',
        true,
        'SucceededGetScale',
        "the HPA controller was able to get the target's current scale",
      );
      return scale;
    } catch (error) {
      const message = reconcileErrorMessage(error);
      this.#warn(look, 'FailedGetScale', message);
      const text = `the HPA controller was unable to get the target's current scale: ${message}`;
      this.#set(look, 'AbleToScale', false, 'FailedGetScale', text);
      this.#writeStatus(look, {});
      throw error;
    }
  }

  /** What each metric says; with pods that are not told apart, none does. */
  #judge(look: Look, scale: Scale): readonly MetricVerdict[] | Blocked {
    const pods = this.#podsOf(look, scale.selector);
    if ('condition' in pods) return pods;
    const { target } = look;
    const nowMs = this.#env.clock.nowMs();
    const context = {
      client: this.#client,
      options: this.#options,
      target,
      pods,
      currentReplicas: scale.specReplicas,
      statusReplicas: scale.statusReplicas,
      nowMs,
    };
    return metricsOf(look.stored).map((spec) => {
      const verdict = judgeMetric(spec, context);
      if ('cause' in verdict) this.#warn(look, verdict.reason, verdict.cause);
      return verdict;
    });
  }

  /** The pods of the target, if no other autoscaler has them, too. Source: horizontal.go validateAndParseSelector. */
  #podsOf(look: Look, text: string): readonly Pod[] | Blocked {
    const { namespace } = look.target;
    if (text === '') {
      const error = 'selector is required';
      this.#warn(look, 'SelectorRequired', error);
      const message = "the HPA target's scale is missing a selector";
      return { condition: { reason: 'InvalidSelector', message }, error };
    }
    const selector = this.#readSelector(look, text);
    if ('condition' in selector) return selector;
    this.#selectors.set(look.key, selector);
    const pods = this.#env.api.list(POD, namespace, selector);
    const selecting = [...this.#selectors]
      .filter(([key]) => key.startsWith(`${namespace}/`))
      .filter(([, other]) => pods.some(({ metadata }) => other.matches(metadata.labels)))
      .map(([key]) => `{${key.slice(namespace.length + 1)} ${namespace}}`)
      .sort();
    if (selecting.length <= 1) return pods;
    const error = `pods by selector ${text} are controlled by multiple HPAs: [${selecting.join(' ')}]`;
    this.#warn(look, 'AmbiguousSelector', error);
    return { condition: { reason: 'AmbiguousSelector', message: error }, error };
  }

  #readSelector(look: Look, text: string): Selector | Blocked {
    try {
      return parseSelector(text);
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error;
      const message = `couldn't convert selector into a corresponding internal selector object: ${error.message}`;
      this.#warn(look, 'InvalidSelector', message);
      return { condition: { reason: 'InvalidSelector', message }, error: message };
    }
  }

  #attempt(look: Look, current: number, replicas: number, reason: string, write: () => void): void {
    try {
      write();
    } catch (error) {
      const message = reconcileErrorMessage(error);
      this.#warn(look, 'FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${message}`);
      const text = `the HPA controller was unable to update the target scale: ${message}`;
      this.#set(look, 'AbleToScale', false, 'FailedUpdateScale', text);
      this.#writeStatus(look, { currentReplicas: current });
      throw new ReconcileError(message);
    }
  }

  #tellScaled(look: Look, current: number, replicas: number, { reason, history }: Decision, nowMs: number): void {
    const text = `the HPA controller was able to update the target scale to ${replicas}`;
    this.#set(look, 'AbleToScale', true, 'SucceededRescale', text);
    this.#env.recorder.event(look.stored, 'Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
    const behavior = behaviorOf(look.stored, this.#options.downscaleStabilizationMs);
    this.#histories.set(look.key, rememberScaling(history, behavior, current, replicas, nowMs));
  }

  #set(look: Look, type: HpaConditionType, holds: boolean, reason: string, message: string): void {
    const verdict = { type, status: holds ? 'True' : 'False', reason, message } as const;
    look.status = setHpaCondition(look.status, verdict, this.#env.clock.nowMs());
  }

  #warn({ stored }: Look, reason: string, message: string): void {
    this.#env.recorder.event(stored, 'Warning', reason, message);
  }

  /** Source: horizontal.go setStatus, updateStatusIfNeeded. */
  #writeStatus(look: Look, changes: Partial<HorizontalPodAutoscalerStatus>): void {
    const { stored } = look;
    const status = { ...look.status, ...changes };
    if (deepEqual(stored.status, status)) return;
    this.#env.api.updateStatus(HORIZONTAL_POD_AUTOSCALER, { ...stored, status });
  }
}

function targetOf({ metadata, spec }: HorizontalPodAutoscaler): ScaleTarget {
  const { apiVersion = '', kind, name } = spec.scaleTargetRef;
  return { apiVersion, kind, namespace: metadata.namespace ?? '', name };
}
