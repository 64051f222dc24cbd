import { expect, test } from 'vitest';
import { renderSvg } from '../../src/report/chart/render-svg.ts';

test.each([
  'constructor',
  '__proto__',
  'toString',
  'E',
  'PI',
  '{{x}}',
  ['say "x" \\', 'say "x" \\', 'say &quot;x&quot; \\'],
  ['<b>&', '&lt;b&gt;&amp;'],
])('draws the title %j as it is', async (title) => {
  const [text = '', inText = text, inAttribute = inText] = [title].flat();
  const drawn = await renderSvg({ title: { text, subtitle: text }, data: { values: [{}] }, mark: 'point' });
  expect(drawn.split(`>${inText}</text>`)).toHaveLength(3);
  expect(drawn).toContain(`aria-label="Title text '${inAttribute}'"`);
  expect(drawn).toContain(`aria-label="Subtitle text '${inAttribute}'"`);
});
