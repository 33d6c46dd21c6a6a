import type { Severity } from '@securescan/model';
import type { StyleDictionary } from 'pdfmake/interfaces.js';

export const INK = '#171b24';
export const SOFT = '#565e6e';
export const LINE = '#d6dae1';
export const ACCENT = '#2f55d4';

interface Tone {
  readonly ink: string;
  readonly paper: string;
}

export const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = {
  critical: { ink: '#a3123a', paper: '#fbe7ec' },
  high: { ink: '#b83913', paper: '#fcebe4' },
  medium: { ink: '#8a5f07', paper: '#faf1da' },
  low: { ink: '#2361b8', paper: '#e6eefa' },
  info: { ink: '#5b6472', paper: '#eceef2' },
};

export const GOOD: Tone = { ink: '#1d7347', paper: '#e3f3ea' };

export const STYLES: StyleDictionary = {
  title: { fontSize: 27, bold: true },
  target: { fontSize: 12, color: SOFT },
  h2: { fontSize: 16, bold: true, margin: [0, 0, 0, 10] },
  h3: { fontSize: 12, bold: true, margin: [0, 12, 0, 6] },
  label: { fontSize: 8, color: SOFT },
  soft: { color: SOFT },
  small: { fontSize: 8.5 },
  head: { fontSize: 8.5, color: SOFT },
};
