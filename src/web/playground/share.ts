import { deflateSync, inflateSync, strFromU8, strToU8, zipSync } from 'fflate';

/** Files as they stand in the address of a playground: packed, in URL-safe base64. */
export function packFiles(files: ReadonlyMap<string, string>): string {
  const bytes = deflateSync(strToU8(JSON.stringify(Object.fromEntries(files))), { level: 9 });
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Longer addresses are refused: some programs cut them. */
export const MOST_CHARACTERS = 100_000;

/** The files of an address; undefined if it has none, or if they cannot be read. Only texts come out of it. */
export function unpackFiles(packed: string): ReadonlyMap<string, string> | undefined {
  if (packed === '' || packed.length > MOST_CHARACTERS) return undefined;
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(strFromU8(inflateSync(bytes)));
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return entries.length === 0
      ? undefined
      : new Map(entries.map(([name, text]) => [name.replace(/[^A-Za-z0-9._-]/g, '_'), text]));
  } catch {
    return undefined;
  }
}

/** A zip file of a folder that `rehearse run` takes. */
export function zipFiles(folder: string, files: ReadonlyMap<string, string>): Uint8Array<ArrayBuffer> {
  const entries = [...files].map(([name, text]) => [`${folder}/${name}`, strToU8(text)] as const);
  // The earliest time that a zip file can have: equal files are equal bytes.
  return new Uint8Array(zipSync(Object.fromEntries(entries), { mtime: '1980-01-01' }));
}
