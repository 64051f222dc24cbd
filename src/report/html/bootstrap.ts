import { deflateSync, strToU8 } from 'fflate';

/**
 * The only script that stands in a page as it is: unpacks what `packedScript` made, in the order of the page, and adds it. A program is allowed by its hash in
 * the page's policy. Packed, data and program are a third as large.
 */
export const BOOTSTRAP = `(async () => {
  const unpack = async (element) => {
    const packed = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
  };
  const elements = [...document.querySelectorAll('script[data-type]')];
  const texts = await Promise.all(elements.map(unpack));
  for (const [index, element] of elements.entries()) {
    const added = document.createElement('script');
    added.id = element.id.replace(/^packed-/, '');
    added.type = element.dataset.type;
    added.textContent = texts[index];
    document.body.append(added);
  }
})();`;

/** A script element that the bootstrap replaces by one with this id, type and text. */
export function packedScript(
  id: string,
  type: 'application/json' | 'text/plain' | 'text/javascript',
  text: string,
): string {
  return `<script type="text/plain" id="packed-${id}" data-type="${type}">${packed(text)}</script>`;
}

/** A text, packed for the bootstrap. Made by a portable library: the bytes of a platform's zlib depend on its version. */
export function packed(text: string): string {
  const bytes = deflateSync(strToU8(text), { level: 9 });
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(parts.join(''));
}
