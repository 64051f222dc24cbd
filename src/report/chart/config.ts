import type { JsonObject } from '../../api/json.ts';
import { PALETTE } from './palette.ts';

const FONT = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';

/** The look that all charts share. */
export function chartConfig(): JsonObject {
  return {
    font: FONT,
    view: { stroke: null },
    title: { fontSize: 14, color: PALETTE.ink, subtitleFontSize: 12, subtitleColor: PALETTE.quiet, subtitlePadding: 4 },
    axis: {
      labelColor: PALETTE.quiet,
      titleColor: PALETTE.quiet,
      titleFontWeight: 'normal',
      domainColor: PALETTE.line,
      tickColor: PALETTE.line,
      gridColor: PALETTE.line,
      labelFontSize: 11,
      titleFontSize: 11,
    },
    text: { fontSize: 11, color: PALETTE.ink },
  };
}
