import type { Timeline } from '../../timeline/timeline.ts';
import { NO_TRAFFIC, trafficWords } from '../traffic/words.ts';
import { escapeHtml } from './escape.ts';
import { base64 } from './explorer.ts';

/** A drawn chart of one flow. */
export interface TrafficPicture {
  readonly flow: string;
  readonly svg: string;
}

/** What callers had of the run: in words, then as charts. */
export function trafficSection(timeline: Timeline, pictures: readonly TrafficPicture[]): string {
  const words = trafficWords(timeline);
  if (words === undefined)
    return `<section><h2>Traffic</h2><p class="hint">${escapeHtml(capitalised(NO_TRAFFIC))}.</p></section>`;
  const sentences = words.map(({ text, tone }) => `<li class="${tone}">${escapeHtml(text)}.</li>`).join('');
  const figures = pictures.map(({ flow, svg }) => {
    const alt = escapeHtml(`Requests to ${flow} over time by version: how many, failures, latency, shares, capacity`);
    return `<figure class="chart"><div class="picture"><img alt="${alt}" src="data:image/svg+xml;base64,${base64(svg)}"></div></figure>`;
  });
  return `<section><h2>Traffic</h2><ul class="traffic">${sentences}</ul>
${figures.join('\n')}</section>`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
