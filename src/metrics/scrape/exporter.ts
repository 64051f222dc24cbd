import type { ClusterView } from '../../traffic/pods.ts';
import type { TrafficWindow } from '../../traffic/window.ts';
import { type Labels, labelsOf, METRIC_NAME } from '../series/labels.ts';

/** One line of what an exporter shows when it is scraped. */
export interface Exposed {
  readonly labels: Labels;
  readonly value: number;
}

/** Whether a metric of this name can be asked for. */
export type Reach = (metric: string) => boolean;

/** Something that Prometheus scrapes: it counts what passes, and shows its counts when asked. */
export interface Exporter {
  /** Hears of a window of traffic; absent: traffic is none of its business. */
  count?(window: TrafficWindow): void;
  /** Whether it has a metric of such a name: what nobody can ask for is not scraped. */
  exposes(reach: Reach): boolean;
  /** Everything it shows now; what is not reached may be left out. */
  expose(view: ClusterView, reach: Reach): Iterable<Exposed>;
}

/** A line; labels that are undefined or empty are not there. */
export function exposed(name: string, value: number, labels: Readonly<Record<string, string | undefined>>): Exposed {
  const pairs: [string, string][] = [[METRIC_NAME, name]];
  for (const [key, text] of Object.entries(labels)) if (text !== undefined) pairs.push([key, text]);
  return { labels: labelsOf(pairs), value };
}

/** What an object shows, made once for each state of it: objects never change. */
export function perObject<T extends object>(
  expose: (object: T) => Iterable<Exposed>,
): (object: T) => readonly Exposed[] {
  const known = new WeakMap<T, readonly Exposed[]>();
  return (object) => {
    let lines = known.get(object);
    if (lines === undefined) known.set(object, (lines = [...expose(object)]));
    return lines;
  };
}
