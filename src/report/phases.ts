import { own } from '../text/own.ts';
import type { Tone } from './moment.ts';

/** The signs of the kubectl plugin, and how each phase is meant. */
const PHASES: Readonly<Record<string, { readonly sign: string; readonly tone: Tone }>> = {
  Healthy: { sign: '✔', tone: 'good' },
  Progressing: { sign: '◌', tone: 'busy' },
  Paused: { sign: '॥', tone: 'wait' },
  Degraded: { sign: '✖', tone: 'bad' },
};

export function phaseSign(phase: string): string {
  return own(PHASES, phase)?.sign ?? '•';
}

export function phaseTone(phase: string): Tone {
  return own(PHASES, phase)?.tone ?? 'quiet';
}
