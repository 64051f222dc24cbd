import type { JsonObject } from '../../api/json.ts';

/**
 * Draws a Vega-Lite specification as SVG, without a browser. Vega is big and loaded only here, when a chart is drawn.
 * Equal specifications give equal bytes under the same version of Vega.
 */
export async function renderSvg(specification: JsonObject): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const parsed: Parameters<typeof vegaLite.compile>[0] = JSON.parse(JSON.stringify(specification));
  const view = new vega.View(vega.parse(vegaLite.compile(parsed).spec), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
