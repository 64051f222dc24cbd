import { type Document, parseAllDocuments, isCollection } from 'yaml';

/** A number of the files that can be turned: what a slider is about. */
export interface Knob {
  readonly label: string;
  readonly file: string;
  /** The document of the file, from 0 on, and the path in it. */
  readonly document: number;
  readonly path: readonly (string | number)[];
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** How the number is written: as it is, in percent of 1, in seconds as `90s`, or per second as `90/s`. */
  readonly form: 'number' | 'share' | 'seconds';
}

type Field = Omit<Knob, 'file' | 'document' | 'path' | 'value'> & { readonly path: RegExp };

/** What can be turned, by where it stands. */
const FIELDS: readonly Field[] = [
  { label: 'replicas', path: /^spec\.replicas$/, min: 0, max: 30, step: 1, form: 'number' },
  { label: 'setWeight', path: /\.steps\.\d+\.setWeight$/, min: 0, max: 100, step: 5, form: 'number' },
  { label: 'pause', path: /\.steps\.\d+\.pause\.duration$/, min: 0, max: 600, step: 10, form: 'seconds' },
  { label: 'failureLimit', path: /^spec\.metrics\.\d+\.failureLimit$/, min: 0, max: 10, step: 1, form: 'number' },
  { label: 'interval', path: /^spec\.metrics\.\d+\.interval$/, min: 5, max: 300, step: 5, form: 'seconds' },
  { label: 'errors', path: /^spec\.images\.[^]+\.errors$/, min: 0, max: 1, step: 0.005, form: 'share' },
  { label: 'requests/s', path: /\.perSecond$/, min: 0, max: 1000, step: 10, form: 'number' },
  { label: 'readyAfter', path: /(^|\.)readyAfter$/, min: 0, max: 120, step: 1, form: 'seconds' },
];

/** Of one file; nothing while it cannot be read. */
function documentsOf(text: string): readonly Document[] {
  const documents = parseAllDocuments(text);
  return Array.isArray(documents) ? documents.filter(({ errors }) => errors.length === 0) : [];
}

/** Everything in the files that a slider can turn, in the order of the files. */
export function knobsOf(files: ReadonlyMap<string, string>): readonly Knob[] {
  return [...files].flatMap(([file, text]) =>
    /\.ya?ml$/.test(file)
      ? documentsOf(text).flatMap((document, index) => numbersOf(document.toJS(), [], file, index))
      : [],
  );
}

function numbersOf(
  value: unknown,
  path: readonly (string | number)[],
  file: string,
  document: number,
): readonly Knob[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => numbersOf(item, [...path, index], file, document));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
      numbersOf(item, [...path, key], file, document),
    );
  }
  const field = FIELDS.find((one) => one.path.test(path.join('.')));
  if (field === undefined) return [];
  const number = readNumber(value, field.form);
  if (number === undefined) return [];
  const label = labelOf(field.label, path);
  return [{ ...field, label, file, document, path, value: number, max: Math.max(field.max, number) }];
}

function labelOf(label: string, path: readonly (string | number)[]): string {
  const step = path.indexOf('steps');
  if (step >= 0 && typeof path[step + 1] === 'number') return `step ${Number(path[step + 1]) + 1} ${label}`;
  const image = path[0] === 'spec' && path[1] === 'images' ? String(path[2]) : undefined;
  return image === undefined ? label : `${label} of ${image.slice(image.lastIndexOf('/') + 1)}`;
}

function readNumber(value: unknown, form: Knob['form']): number | undefined {
  if (typeof value === 'number') return value;
  if (form !== 'seconds' || typeof value !== 'string') return undefined;
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(value);
  if (match === null) return undefined;
  return Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
}

/** The text of the knob's file with another number; comments and layout stay. */
export function turned(text: string, { document, path, form }: Knob, value: number): string {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return text;
  const chosen = documents.filter(({ errors }) => errors.length === 0)[document];
  if (chosen === undefined) return text;
  chosen.setIn(path, form === 'seconds' ? `${value}s` : form === 'share' ? Math.round(value * 1000) / 1000 : value);
  return documents.map((each) => each.toString({ lineWidth: 0 })).join('');
}

/** The scenario with a command typed at an instant, behind what is there. */
export function withCommand(scenario: string, at: string, command: string): string {
  const [document] = documentsOf(scenario);
  if (document === undefined) return scenario;
  const entry = document.createNode({ at, run: command });
  const script = document.getIn(['spec', 'script']);
  if (isCollection(script)) document.addIn(['spec', 'script'], entry);
  else document.setIn(['spec', 'script'], document.createNode([{ at, run: command }]));
  return document.toString({ lineWidth: 0 });
}
