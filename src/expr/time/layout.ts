/** A part of a layout: an element of time, or text as it stands. */
export interface LayoutPart {
  readonly element: string | undefined;
  readonly text: string;
}

/** Elements that begin with a letter count only where no small letter follows: `Januaryish` is text. */
const NAMES = ['January', 'Jan', 'Monday', 'Mon', 'MST'];

const ELEMENTS = [
  ...['2006', '__2', '_2', '002', '01', '02', '03', '04', '05', '06', '15'],
  ...['Z07:00:00', 'Z070000', 'Z07:00', 'Z0700', 'Z07'],
  ...['-07:00:00', '-070000', '-07:00', '-0700', '-07'],
  ...['PM', 'pm', '1', '2', '3', '4', '5'],
];

function nameAt(layout: string, at: number): string | undefined {
  return NAMES.find((name) => {
    if (!layout.startsWith(name, at)) return false;
    const full = name === 'January' || name === 'Monday' || name === 'MST';
    return full || !/[a-z]/.test(layout[at + name.length] ?? '');
  });
}

/** `.000` and `,999`: a fraction of a second, if no digit follows. */
function fractionAt(layout: string, at: number): string | undefined {
  const [fraction] = /^[.,](?:0+|9+)(?![0-9])/.exec(layout.slice(at)) ?? [];
  return fraction;
}

function elementAt(layout: string, at: number): string | undefined {
  const fraction = fractionAt(layout, at);
  if (fraction !== undefined) return fraction;
  // `_2006` is an underscore and a year.
  if (layout.startsWith('_2006', at)) return undefined;
  return nameAt(layout, at) ?? ELEMENTS.find((element) => layout.startsWith(element, at));
}

/**
 * The parts of a layout such as `2006-01-02 15:04:05`.
 *
 * Source: Go package time, nextStdChunk
 */
export function layoutParts(layout: string): readonly LayoutPart[] {
  const parts: LayoutPart[] = [];
  let text = '';
  for (let at = 0; at < layout.length;) {
    const element = elementAt(layout, at);
    if (element === undefined) {
      text += layout[at] ?? '';
      at += 1;
      continue;
    }
    parts.push({ element, text });
    text = '';
    at += element.length;
  }
  return text === '' ? parts : [...parts, { element: undefined, text }];
}
