/** `registry.example/shop:v2` is `v2`, `registry.example/shop` is `shop`; a digest is cut. */
export function shortImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const [named = '', digest] = last.split('@');
  return digest === undefined ? named.slice(named.indexOf(':') + 1) : digest.slice(0, 'sha256:'.length + 8);
}

/** What versions are called, by revision: the tag of the image, with the revision where several would be called the same. */
export function versionNames(
  versions: readonly { readonly revision: string; readonly image: string }[],
): ReadonlyMap<string, string> {
  const images = new Map(versions.map(({ revision, image }) => [revision, shortImage(image)]));
  const named = [...images.values()];
  return new Map(
    [...images].map(([revision, name]) => {
      const isShared = named.filter((other) => other === name).length > 1;
      return [revision, isShared ? `${name} (${revision})` : name] as const;
    }),
  );
}
