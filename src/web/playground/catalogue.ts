import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';

/** Something to start from: a scenario of the product, or a lesson. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  /** Of a lesson: its text, in Markdown turned into HTML when it was built. */
  readonly html: string | undefined;
  /** Of a lesson: what its exercise asks for, as files that replace those of the same name; the solution stays out of the page. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads what the build put into the page. */
export function readCatalogue(text: string): readonly Entry[] {
  const value: Json = JSON.parse(text);
  if (!isJsonArray(value)) throw new Error('the page has no catalogue');
  return value.flatMap((item) => {
    if (!isJsonObject(item)) return [];
    const { id, title, html, files } = item;
    if (typeof id !== 'string' || typeof title !== 'string' || !isJsonObject(files)) return [];
    const texts = Object.entries(files).flatMap(([name, file]) =>
      typeof file === 'string' ? [[name, file] as const] : [],
    );
    return [{ id, title, html: typeof html === 'string' ? html : undefined, files: new Map(texts) }];
  });
}
