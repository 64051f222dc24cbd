import { deflateSync, strToU8 } from 'fflate';

/**
 * The only script that stands in the page as it is: unpacks the data and the program, and adds the program, which the policy allows by its hash. Packed,
 * both are a third as large.
 */
export const BOOTSTRAP = `(async () => {
  const unpack = async (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
  };
  const [program, runs] = await Promise.all(['packed-program', 'packed-runs'].map(unpack));
  const add = (id, type, text) => {
    const element = document.createElement('script');
    element.id = id;
    element.type = type;
    element.textContent = text;
    document.body.append(element);
  };
  add('runs', 'application/json', runs);
  add('program', 'text/javascript', program);
})();`;

/** A text, packed for the bootstrap. Made by a portable library: the bytes of a platform's zlib depend on its version. */
export function packed(text: string): string {
  const bytes = deflateSync(strToU8(text), { level: 9 });
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(parts.join(''));
}
