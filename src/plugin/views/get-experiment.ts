import type { ObjectReader } from '../../api/reader.ts';
import { EXPERIMENT } from '../../api/resources.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import { CommandError } from '../command.ts';
import { analysisIcon } from './icons.ts';
import { imageLines, imagesOf, type TaggedReplicaSet } from './images.ts';
import { OwnedObjects } from './owned-objects.ts';
import { paintFor } from './style.ts';
import { formatTable, property } from './table.ts';
import { experimentRows, HEADER, NO_PREFIX } from './tree.ts';
import type { GetViewOptions } from './options.ts';

const TEMPLATE_NAME_ANNOTATION = 'experiment.argoproj.io/template-name';

/** The ReplicaSets of an experiment, tagged with their template. Source: pkg/kubectl-argo-rollouts/info/experiment_info.go ExperimentImages. */
export function experimentTags(owned: OwnedObjects, experiment: Experiment): readonly TaggedReplicaSet[] {
  return owned.replicaSets(experiment).map((replicaSet) => {
    const template = replicaSet.metadata.annotations?.[TEMPLATE_NAME_ANNOTATION] ?? '';
    return { replicaSet, tags: template === '' ? [] : [`Σ:${template}`] };
  });
}

/**
 * What `kubectl argo rollouts get experiment NAME` prints; throws CommandError if there is no such experiment.
 * Source: pkg/kubectl-argo-rollouts/cmd/get/get_experiment.go PrintExperiment.
 */
export function getExperimentView(reader: ObjectReader, options: GetViewOptions): string {
  const { namespace, name, nowMs, color } = options;
  const experiment = reader.find(EXPERIMENT, namespace, name);
  if (experiment === undefined) throw new CommandError(`experiment.argoproj.io "${name}" not found`);
  const owned = new OwnedObjects(reader, namespace);
  const paint = paintFor(color);
  const { phase = '', message } = experiment.status;
  return [
    property('Name:', name),
    property('Namespace:', namespace),
    property('Status:', `${paint(analysisIcon(phase))} ${phase}`),
    message === undefined ? '' : property('Message:', message),
    imageLines(imagesOf(experimentTags(owned, experiment)), paint),
    '\n',
    formatTable([HEADER, ...experimentRows({ owned, nowMs, paint }, experiment, NO_PREFIX)]),
  ].join('');
}
