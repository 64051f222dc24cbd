import {
  countedArrivals,
  countedLatencies,
  SelectorError,
  UnknownMetricError,
} from '../metrics/openmetrics/recorded.ts';
import { recordedArrivals, recordedLatencies, RecordingError } from '../traffic/recorded.ts';
import type { ArrivalsSpec, VersionBehaviour } from '../world/traffic.ts';
import { resolvePath, shownName } from './files.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { lineOf, type Place, sourceFile } from './source-file.ts';
import { didYouMean } from './suggest.ts';
import { placeOfValue, type YamlPath } from './yaml-path.ts';

interface RecordingSetting {
  readonly file: string;
  readonly metric?: string | undefined;
}

/** How each format is read: CSV, and metrics as text. */
interface Readers<T> {
  readonly csv: (text: string) => T;
  readonly metrics: (text: string, metric: string) => T;
}

/** Arrivals of a real service; undefined (and reported) if its recording cannot be read. */
export function arrivalsRecorded(
  context: ScenarioContext,
  setting: RecordingSetting,
  path: YamlPath,
): ArrivalsSpec | undefined {
  return recorded(context, setting, path, { csv: recordedArrivals, metrics: countedArrivals });
}

/** Latencies of a real service; undefined (and reported) if its recording cannot be read. */
export function latenciesRecorded(
  context: ScenarioContext,
  setting: RecordingSetting,
  path: YamlPath,
): VersionBehaviour['latency'] | undefined {
  return recorded(context, setting, path, { csv: recordedLatencies, metrics: countedLatencies });
}

function recorded<T>(
  { files, document, diagnostics }: ScenarioContext,
  { file, metric }: RecordingSetting,
  path: YamlPath,
  readers: Readers<T>,
): T | undefined {
  const resolved = resolvePath(document.file.name, file);
  const text = files.read(resolved);
  if (text === undefined) {
    diagnostics.add('E101', placeOfValue(document, [...path, 'file']), {
      path: file,
      problem: files.problem(resolved),
    });
    return undefined;
  }
  const ofMetric = placeOfValue(document, [...path, 'metric']);
  try {
    return metric === undefined ? readers.csv(text) : readers.metrics(text, metric);
  } catch (error) {
    if (error instanceof RecordingError) {
      const { line, ...sentence } = error.mistake;
      diagnostics.add('E232', placeOfLine(shownName(resolved), text, line), sentence);
    } else if (error instanceof UnknownMetricError) {
      const { metric: name, known } = error;
      const found = metric ?? name;
      diagnostics.add('E233', ofMetric, { file, found, known, suggestion: didYouMean(found, known) });
    } else if (error instanceof SelectorError) {
      diagnostics.add('E236', ofMetric, { found: metric ?? '', detail: error.message });
    } else {
      throw error;
    }
    return undefined;
  }
}

/** All that stands on a line, without the blanks around it. */
function placeOfLine(name: string, text: string, line: number): Place {
  const file = sourceFile(name, text);
  const written = lineOf(file, line);
  const start = (file.lineStarts[line - 1] ?? 0) + written.length - written.trimStart().length;
  return { file, start, end: start + written.trim().length };
}
