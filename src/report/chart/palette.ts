/** Colours of the charts, chosen to differ in lightness too: they stay apart in print and for the colour-blind. */
export const PALETTE = {
  ink: '#1f2328',
  quiet: '#6b7280',
  line: '#d5d9e0',
  band: '#f4f5f7',
  paper: '#ffffff',
  stable: '#1d5fa8',
  canary: '#d9730d',
  older: '#8a8f98',
  healthy: '#d9efdf',
  progressing: '#dbe7f6',
  paused: '#f6e5b8',
  degraded: '#b3261e',
  onDark: '#fffffe',
} as const;
