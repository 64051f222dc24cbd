import { PromQLExecutionError } from './errors.ts';
import { type Evaluation, type Matrix, type Points, SAME_LABELSET, type Sample, stepsOf } from './evaluation.ts';

/** Reads a matrix step by step: each call gives the vector of the next step. Steps have to be asked for in order. */
class StepReader<T extends Sample> {
  readonly #matrix: Matrix;
  readonly #cursors: Uint32Array;
  readonly #sample: (seriesIndex: number, series: Points, value: number) => T;

  constructor(matrix: Matrix, sample: (seriesIndex: number, series: Points, value: number) => T) {
    this.#matrix = matrix;
    this.#cursors = new Uint32Array(matrix.length);
    this.#sample = sample;
  }

  at(stepMs: number): readonly T[] {
    const vector: T[] = [];
    this.#matrix.forEach((series, index) => {
      const cursor = this.#cursors[index] ?? 0;
      if (series.times[cursor] !== stepMs) return;
      this.#cursors[index] = cursor + 1;
      vector.push(this.#sample(index, series, series.values[cursor] ?? NaN));
    });
    return vector;
  }
}

function plainSample(_index: number, { labels }: Points, value: number): Sample {
  return { labels, value };
}

/** Collects the vectors of the steps into series. Two elements with the same labels at one step are an error. */
export class Collector {
  readonly #byKey = new Map<string, Points>();

  add(stepMs: number, vector: Iterable<Sample>): void {
    for (const { labels, value } of vector) {
      let points = this.#byKey.get(labels.key);
      if (points === undefined) {
        points = { labels, times: [], values: [] };
        this.#byKey.set(labels.key, points);
      }
      if (points.times.at(-1) === stepMs) throw new PromQLExecutionError(SAME_LABELSET);
      points.times.push(stepMs);
      points.values.push(value);
    }
  }

  get matrix(): Matrix {
    return [...this.#byKey.values()];
  }
}

/** Applies a function of vectors at every step. Source: promql/engine.go rangeEval. */
export function perStep(
  evaluation: Evaluation,
  inputs: readonly Matrix[],
  combine: (stepMs: number, vectors: readonly (readonly Sample[])[]) => Iterable<Sample>,
): Matrix {
  const readers = inputs.map((matrix) => new StepReader(matrix, plainSample));
  const collector = new Collector();
  for (const stepMs of stepsOf(evaluation)) {
    collector.add(
      stepMs,
      combine(
        stepMs,
        readers.map((reader) => reader.at(stepMs)),
      ),
    );
  }
  return collector.matrix;
}

/** An element of a vector that is matched with those of another by what its labels have in common with theirs. */
export interface SignedSample extends Sample {
  readonly signature: string;
}

/** `perStep` for two vectors that are matched; signatures are made once a series. */
export function perStepMatched(
  evaluation: Evaluation,
  left: Matrix,
  right: Matrix,
  signatureOf: (series: Points) => string,
  combine: (left: readonly SignedSample[], right: readonly SignedSample[]) => Iterable<Sample>,
): Matrix {
  const [leftReader, rightReader] = [left, right].map((matrix) => {
    const signatures = matrix.map(signatureOf);
    return new StepReader(matrix, (index, { labels }, value): SignedSample => {
      return { labels, value, signature: signatures[index] ?? '' };
    });
  });
  const collector = new Collector();
  for (const stepMs of stepsOf(evaluation)) {
    collector.add(stepMs, combine(leftReader?.at(stepMs) ?? [], rightReader?.at(stepMs) ?? []));
  }
  return collector.matrix;
}

/** The value of a scalar at each step. */
export function scalarValues(matrix: Matrix): readonly number[] {
  return matrix[0]?.values ?? [];
}
