/**
 * Edit distance with neighbouring letters swapped counting as one mistake (optimal string alignment). `stepz` to `steps` is 1, `tset` to `test` is 1.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (before[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * The known name that was probably meant: the nearest one, if it is near (a third of the letters, at least one mistake). Upper and lower case
 * count as the same letter, and the first of equally near names wins. Without a near name, one that begins so.
 */
export function didYouMean(found: string, known: readonly string[]): string | undefined {
  const wanted = found.toLowerCase();
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && (best === undefined || distance < best.distance)) {
      best = { name, distance };
    }
  }
  return best?.name ?? beginningWith(wanted, known);
}

/** A word that was cut off: `avail` means `available`. */
function beginningWith(wanted: string, known: readonly string[]): string | undefined {
  return wanted.length < 3 ? undefined : known.find((name) => name.toLowerCase().startsWith(wanted));
}
