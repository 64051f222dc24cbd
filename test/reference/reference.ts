import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with the source of Argo Rollouts v1.9.1, which is not part of this repository. Throws without it. */
function referenceFolder(): string {
  const folder = process.env['REFERENCE'];
  if (folder === undefined) throw new Error('REFERENCE names the folder with the source of Argo Rollouts v1.9.1');
  return folder;
}

/** The files below a folder of the reference that end in `.yaml`, in the order of names. */
export function referenceYaml(folder: string): readonly string[] {
  return readdirSync(join(referenceFolder(), folder))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(join(referenceFolder(), path)).isDirectory()) return referenceYaml(path);
      return name.endsWith('.yaml') ? [path] : [];
    });
}

/** The text of a file of the reference. */
export const readReference = (path: string): string => readFileSync(join(referenceFolder(), path), 'utf8');
