import { computed, effect, signal } from '@preact/signals';

/** The place on the clock, and what of it is shown. One for the whole page. */
export class Clock {
  readonly edgeMs: number;
  readonly atMs = signal(0);
  readonly stretch;
  readonly isPlaying = signal(false);
  readonly isZoomed;

  constructor(edgeMs: number) {
    this.edgeMs = edgeMs;
    this.stretch = signal({ fromMs: 0, toMs: edgeMs });
    this.isZoomed = computed(() => this.stretch.value.fromMs > 0 || this.stretch.value.toMs < edgeMs);
    let timer: number | undefined;
    effect(() => {
      window.clearInterval(timer);
      if (!this.isPlaying.value) return;
      // The whole run takes half a minute, whatever its length.
      const stepMs = Math.max(100, edgeMs / 300);
      timer = window.setInterval(() => {
        this.moveTo(this.atMs.peek() + stepMs);
        if (this.atMs.peek() >= edgeMs) this.isPlaying.value = false;
      }, 100);
    });
  }

  moveTo(atMs: number): void {
    const to = Math.round(Math.max(0, Math.min(this.edgeMs, atMs)));
    this.atMs.value = to;
    const { fromMs, toMs } = this.stretch.peek();
    if (to < fromMs || to > toMs) {
      const half = (toMs - fromMs) / 2;
      this.zoom(to - half, to + half);
    }
  }

  /** Shows a part of the clock, at least two seconds of it. */
  zoom(fromMs: number, toMs: number): void {
    const length = Math.min(this.edgeMs, Math.max(2000, toMs - fromMs));
    const from = Math.round(Math.max(0, Math.min(this.edgeMs - length, fromMs)));
    this.stretch.value = { fromMs: from, toMs: from + Math.round(length) };
  }

  zoomOut(): void {
    this.stretch.value = { fromMs: 0, toMs: this.edgeMs };
  }
}

/** `12m10s`, as it stands in the address of a page, in milliseconds; undefined if it is something else. */
export function parseSpan(text: string): number | undefined {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d{1,3})?)s)?$/.exec(text);
  if (match === null || text === '') return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return (Number(hours) * 3600 + Number(minutes) * 60) * 1000 + Math.round(Number(seconds) * 1000);
}
