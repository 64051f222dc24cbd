/** ln k! - ((k + 1/2) ln(k + 1) - (k + 1) + ln(2 pi)/2): what Stirling's formula at k + 1 leaves, for k = 0 to 9. */
const TAILS = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.020790672103765, 0.0166446911898211, 0.0138761288230707,
  0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];

/** The correction to Stirling's formula for ln k!, k a whole number. */
export function stirlingTail(k: number): number {
  const tail = TAILS[k];
  if (tail !== undefined) return tail;
  const n = k + 1;
  const n2 = n * n;
  return (1 / 12 - (1 / 360 - 1 / 1260 / n2) / n2) / n;
}
