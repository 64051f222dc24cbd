import { render } from 'preact';
import { readCatalogue } from './catalogue.ts';
import { Playground } from './playground.tsx';

const root = document.getElementById('app');
const textOf = (id: string): string => document.getElementById(id)?.textContent ?? '';
if (root !== null) {
  // From a file of the disk a browser starts no worker of another file: its program is in the page.
  const worker = new Worker(URL.createObjectURL(new Blob([textOf('engine')], { type: 'text/javascript' })));
  document.documentElement.classList.add('live');
  render(<Playground catalogue={readCatalogue(textOf('catalogue'))} worker={worker} />, root);
}
