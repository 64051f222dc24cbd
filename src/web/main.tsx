import { render } from 'preact';
import { App } from './app.tsx';
import { Run } from './model.ts';
import { readPayload } from './payload.ts';

const root = document.getElementById('app');
const data = document.getElementById('runs')?.textContent;
if (root !== null && data !== undefined && data !== null) {
  const runs = readPayload(data).map((run) => new Run(run));
  document.documentElement.classList.add('live');
  render(<App runs={runs} />, root);
}
