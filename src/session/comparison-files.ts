import { renderSvg } from '../report/chart/render-svg.ts';
import { comparisonChart } from '../report/compare/chart.ts';
import { comparisonPage } from '../report/compare/page.ts';
import type { ComparisonReport } from '../report/compare/schema.ts';
import type { TextFile } from './text-file.ts';

/** Everything that is written about a comparison: figures, chart, page. */
export async function comparisonFiles(report: ComparisonReport, command: string): Promise<readonly TextFile[]> {
  const specification = comparisonChart(report);
  const svg = await renderSvg(specification);
  return [
    { name: 'compare.json', text: `${JSON.stringify(report, null, 2)}\n` },
    { name: 'compare.vl.json', text: `${JSON.stringify(specification, null, 2)}\n` },
    { name: 'compare.svg', text: svg },
    { name: 'compare.html', text: comparisonPage(report, { svg, command }) },
  ];
}
