import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A folder with the source of Argo Rollouts v1.9.1, which is not part of this repository: `REFERENCE=FOLDER npx vitest run test/properties`. */
export const REFERENCE = process.env['REFERENCE'];

/** The files below a folder of the reference that end in `.yaml`, in the order of names; none without the reference. */
export function referenceYaml(folder: string): readonly string[] {
  return REFERENCE === undefined ? [] : yamlBelow(join(REFERENCE, folder));
}

function yamlBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return yamlBelow(path);
      return name.endsWith('.yaml') ? [path] : [];
    });
}

export const readReference = (path: string): string => readFileSync(path, 'utf8');
