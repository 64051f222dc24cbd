import { formatSpan } from '../../text/durations.ts';
import { type Because, beginsWithAction, type Line, type Moment, plainText, type Span } from '../moment.ts';
import { escapeHtml } from './escape.ts';

/** Everything that happened, with its reasons; a click on a time shows that instant above. */
export function timelineSection(moments: readonly Moment[]): string {
  return `<section>
<h2>Timeline</h2>
<p class="hint"><label><input type="checkbox" id="show-because" checked> with reasons</label></p>
<ol class="timeline" id="timeline">
${moments.map(momentItem).join('\n')}
</ol>
</section>`;
}

function momentItem(moment: Moment): string {
  const time = formatSpan(moment.atMs);
  return `<li${beginsWithAction(moment) ? ' class="begins"' : ''}><button type="button" class="time" data-at="${moment.atMs}" title="Show ${time}">${time}</button><div class="lines">${moment.lines.map(lineRow).join('')}</div></li>`;
}

function lineRow(line: Line): string {
  const subject = line.subject === undefined ? '' : `<span class="quiet">${escapeHtml(line.subject)}: </span>`;
  const notes = line.notes.map((note) => `<div class="note">${spanHtml(note)}</div>`).join('');
  const because = line.because.map(becauseHtml).join('');
  return `<div class="line"><span class="label label-${line.kind}">${line.kind}</span><div>${subject}${line.spans.map(spanHtml).join('')}${notes}${because}</div></div>`;
}

function spanHtml({ text, tone }: Span): string {
  const escaped = escapeHtml(text);
  return tone === undefined ? escaped : `<span class="${tone}">${escaped}</span>`;
}

function becauseHtml({ rule, text, source, inputs, restates }: Because): string {
  const items = inputs.map((input) => `<li>${escapeHtml(input)}</li>`).join('');
  const where = source === undefined ? '' : `<p>Reference: <code>${escapeHtml(source)}</code></p>`;
  const more = `${items === '' ? '' : `<ul>${items}</ul>`}${where}`;
  return `<details class="because"><summary>${restates ? 'by the rule' : `because ${escapeHtml(text)}`} <code>${escapeHtml(rule)}</code></summary>${more}</details>`;
}

/** One line for each moment: what a slider announces. */
export function momentCaption(moment: Moment): string {
  const [first] = moment.lines;
  if (first === undefined) return '';
  return `${first.kind} ${plainText(first.spans)}`;
}
