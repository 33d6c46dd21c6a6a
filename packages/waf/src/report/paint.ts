import { RESET, SEVERITY_COLOURS } from '@securescan/renderers/parts';
import type { ControlStatus } from '../engine/evaluation.ts';

const TONES = {
  ...SEVERITY_COLOURS,
  bold: '\u001b[1m',
  dim: '\u001b[2m',
  good: '\u001b[32m',
} as const;
export type Tone = keyof typeof TONES;

/** Colours a text where colours are wanted. */
export type Paint = (tone: Tone, text: string) => string;

export function createPaint(colour: boolean): Paint {
  return (tone, text) => (colour ? `${TONES[tone]}${text}${RESET}` : text);
}

/** The colour of a status. */
export function toneOf(status: ControlStatus): Tone {
  return ({ FAIL: 'high', PASS: 'good', SKIP: 'dim', WAIVED: 'medium' } as const)[status];
}
