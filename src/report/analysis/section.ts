import type { AnalysisMetric } from '../../timeline/analysis.ts';
import type { AnalysisResult, Timeline } from '../../timeline/timeline.ts';
import { escapeHtml } from '../html/escape.ts';
import { analysisLook, conditionTexts, limitsText, measuredAt, standingText, whatIfTexts } from './words.ts';

/** Every analysis that ended, for the page: all measurements, what decided, how other limits would have ended it. Nothing if there is none. */
export function analysisSection(timeline: Timeline): string {
  const entries = timeline.analyses;
  if (entries.length === 0) return '';
  return `<section>
<h2>Analyses</h2>
${entries.map((entry) => entryBox(timeline, entry)).join('\n')}
</section>`;
}

function entryBox(timeline: Timeline, entry: AnalysisResult): string {
  const { sign, tone } = analysisLook(entry.phase);
  const why = entry.message === '' ? entry.decidedBy : entry.message;
  const missing = entry.missing.map((text) => `<li><span class="bad">missing</span> ${escapeHtml(text)}</li>`).join('');
  const isOpen = entry.phase !== 'Successful';
  return `<details class="box"${isOpen ? ' open' : ''}><summary><span class="${tone}">${sign} ${escapeHtml(entry.phase)}</span> ${escapeHtml(entry.object.name)} <span class="quiet">${escapeHtml(why)}</span></summary>
${missing === '' ? '' : `<ul>${missing}</ul>`}${entry.metrics.map((metric) => metricPart(timeline, entry, metric)).join('')}</details>`;
}

function metricPart(timeline: Timeline, entry: AnalysisResult, metric: AnalysisMetric): string {
  const { name, phase, dryRun, query, decidedBy, measurements } = metric;
  const { sign, tone } = analysisLook(phase);
  const rows = measurements.map((measurement) => {
    const look = analysisLook(measurement.phase);
    const cells = [
      String(measurement.number),
      measuredAt(timeline, measurement),
      measurement.value ?? '',
      measurement.message ?? '',
      standingText(metric, measurement),
      measurement.decides ?? '',
    ];
    const [number = '', at = '', ...rest] = cells.map((cell) => escapeHtml(cell));
    return `<tr><td>${number}</td><td>${at}</td><td class="${look.tone}">${look.sign} ${escapeHtml(measurement.phase)}</td>${rest.map((cell) => `<td class="image">${cell}</td>`).join('')}</tr>`;
  });
  const table =
    rows.length === 0
      ? ''
      : `<div class="chart" tabindex="0"><table class="updates"><thead><tr><th>#</th><th>at</th><th>phase</th><th>value</th><th>message</th><th>stands at</th><th>decides</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  const others = whatIfTexts(entry, metric);
  const otherEnds =
    others.length === 0 || rows.length === 0
      ? ''
      : `<p class="note">Other limits:</p><ul>${others.map((one) => `<li>${escapeHtml(one)}</li>`).join('')}</ul>`;
  const asks = query === '' ? '' : `<p class="note">asks <code>${escapeHtml(query)}</code></p>`;
  const rules = [...conditionTexts(metric), limitsText(metric)]
    .map((text) => `<code>${escapeHtml(text)}</code>`)
    .join(' · ');
  return `<h3><span class="${tone}">${sign}</span> ${escapeHtml(name)}${dryRun ? ' <span class="quiet">dry run</span>' : ''} <span class="quiet">${escapeHtml(decidedBy)}</span></h3>
${asks}<p class="note">${rules}</p>${table}${otherEnds}`;
}
