/** Colours of the charts, chosen to differ in lightness too: they stay apart in black and white and for the colour-blind. */
export const PALETTE = {
  ink: '#1f2328',
  quiet: '#6b7280',
  line: '#d5d9e0',
  band: '#f4f5f7',
  paper: '#ffffff',
  stable: '#1d5fa8',
  canary: '#d9730d',
  older: '#8a8f98',
  healthy: '#e3f3e7',
  progressing: '#9dbce4',
  paused: '#f2d894',
  degraded: '#b3261e',
  onDark: '#fffffe',
} as const;
