import type { StrategyReport } from './schema.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The new version's share of the callers over time in so many characters: `·` is nobody, `█` everybody. */
export function sparkline({ moments }: Pick<StrategyReport, 'moments'>, spanMs: number, width: number): string {
  return Array.from({ length: width }, (_, index) => {
    const share = meanShare(moments, (spanMs * index) / width, (spanMs * (index + 1)) / width);
    return share === 0 ? '·' : (BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? '');
  }).join('');
}

function meanShare(moments: StrategyReport['moments'], fromMs: number, toMs: number): number {
  let sum = 0;
  for (const [index, { sinceMs, share }] of moments.entries()) {
    const endMs = moments[index + 1]?.sinceMs ?? Infinity;
    sum += share * Math.max(0, Math.min(endMs, toMs) - Math.max(sinceMs, fromMs));
  }
  return toMs > fromMs ? sum / (toMs - fromMs) : 0;
}
