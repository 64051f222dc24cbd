import { defineUncheckedRule, type Rule } from '../../api/reason.ts';

export const hpaScaled = defineUncheckedRule<'size' | 'why'>({
  id: 'hpa.scaled',
  title: 'A HorizontalPodAutoscaler changes the number of pods',
  statement:
    'Every 15 seconds it compares what the pods use with its target and asks for as many pods as would meet it, within its bounds, its stabilization window and its policies.',
  template: 'new size {size}: {why}',
  source: 'pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler',
  explains: 'replicas',
  example: {
    inputs: { size: 6, why: 'cpu resource utilization (percentage of request) above target' },
    text: 'new size 6: cpu resource utilization (percentage of request) above target',
  },
});

/** Every rule of the autoscaler, in the order of ids. */
export const HPA_RULES: readonly Rule[] = [hpaScaled];
