import { printable } from '../../text/printable.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';

/**
 * Draws a Vega-Lite specification as SVG, without a browser. Vega is big and loaded only here, when a chart is drawn.
 * Equal specifications give equal bytes under the same version of Vega.
 */
export async function renderSvg(specification: JsonObject): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const parsed: Parameters<typeof vegaLite.compile>[0] = JSON.parse(JSON.stringify(specification), withSafeTexts);
  const view = new vega.View(vega.parse(vegaLite.compile(parsed).spec), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

/**
 * Texts without control characters, which XML forbids, and titles as expressions that Vega cannot mistake: it reads a text that is the name of a constant or of an inherited property, such as `E` or
 * `constructor`, as that constant or as a signal (vega-expression parsePrimary). A space behind it prevents that.
 */
function withSafeTexts(key: string, value: Json): Json {
  if (typeof value === 'string') return printable(value);
  if (key !== 'title' || !isJsonObject(value)) return value;
  const literal = (text: Json | undefined): Json | undefined =>
    typeof text === 'string' ? { expr: `trim(${JSON.stringify(`${text} `)})` } : text;
  return { ...value, text: literal(value['text']), subtitle: literal(value['subtitle']) };
}
