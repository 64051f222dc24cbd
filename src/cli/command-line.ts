import { formatSpan } from '../text/durations.ts';
import type { WorldOptions } from '../session/load.ts';

/** A word as a shell takes it: in quotes if it has anything special. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The files and the options that decide a run, as they would be typed. */
export function commandArguments(paths: readonly string[], options: WorldOptions): string {
  const { setImage = [], then = [], recursive = false, validate = 'strict', seed, until, promote, namespace } = options;
  const words = [
    ...paths,
    ...setImage.flatMap((image) => ['--set-image', image]),
    ...then.flatMap((update) => ['--then', update]),
    ...(recursive ? ['-R'] : []),
    ...(validate === 'strict' ? [] : [`--validate=${validate}`]),
    ...(options.metric ?? []).flatMap((metric) => ['--metric', metric]),
    ...(options.analysis === undefined ? [] : ['--analysis', options.analysis]),
    ...(options.traffic === undefined ? [] : ['--traffic', options.traffic]),
    ...(options.errors ?? []).flatMap((share) => ['--errors', share]),
    ...(options.standIns === true ? ['--stand-ins'] : []),
    ...(options.reference === undefined ? [] : ['--reference', options.reference]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...(until === undefined ? [] : ['--until', until === 'settled' ? until : formatSpan(until.ms)]),
    ...(promote === undefined ? [] : ['--promote', promote]),
    ...(namespace === undefined ? [] : ['-n', namespace]),
  ];
  return words.map(shellWord).join(' ');
}
