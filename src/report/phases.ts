import { own } from '../text/own.ts';
import type { Tone } from './moment.ts';

/** The signs of the kubectl plugin, and how each phase is meant: of Rollouts and Deployments, then of Experiments and AnalysisRuns. */
const PHASES: Readonly<Record<string, { readonly sign: string; readonly tone: Tone }>> = {
  Healthy: { sign: '✔', tone: 'good' },
  Progressing: { sign: '◌', tone: 'busy' },
  Paused: { sign: '॥', tone: 'wait' },
  Degraded: { sign: '✖', tone: 'bad' },
  Pending: { sign: '◷', tone: 'busy' },
  Running: { sign: '◌', tone: 'busy' },
  Successful: { sign: '✔', tone: 'good' },
  Failed: { sign: '✖', tone: 'bad' },
  Error: { sign: '⚠', tone: 'bad' },
  Inconclusive: { sign: '?', tone: 'wait' },
};

export function phaseSign(phase: string): string {
  return own(PHASES, phase)?.sign ?? '•';
}

export function phaseTone(phase: string): Tone {
  return own(PHASES, phase)?.tone ?? 'quiet';
}
