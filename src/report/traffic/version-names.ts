/** `registry.example/shop:v2` is `v2`, `registry.example/shop` is `shop`; a digest is cut. */
export function shortImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const [named = '', digest] = last.split('@');
  return digest === undefined ? named.slice(named.indexOf(':') + 1) : digest.slice(0, 'sha256:'.length + 8);
}

/** What versions are called, by hash: the tag of the image, with the hash where several would be called the same. */
export function versionNames(
  versions: readonly { readonly podTemplateHash: string; readonly image: string }[],
): ReadonlyMap<string, string> {
  const images = new Map(versions.map(({ podTemplateHash, image }) => [podTemplateHash, shortImage(image)]));
  const named = [...images.values()];
  return new Map(
    [...images].map(([hash, name]) => {
      const isShared = named.filter((other) => other === name).length > 1;
      return [hash, isShared ? `${name} (${hash})` : name] as const;
    }),
  );
}
