/** `registry.example/shop:v2` is `v2`, `registry.example/shop` is `shop`; a digest is cut. */
export function shortImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const tag = last.slice(last.indexOf(':') + 1);
  return tag.startsWith('sha256:') ? tag.slice(0, 'sha256:'.length + 8) : tag;
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
