import type { Severity } from '@securescan/model';
import type { Level } from './model.ts';

/** SARIF level and the number that GitHub turns into its own severity words. */
export const SEVERITY_IN_SARIF: Readonly<Record<Severity, { readonly level: Level; readonly score: string }>> = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '7.5' },
  medium: { level: 'warning', score: '5.0' },
  low: { level: 'note', score: '2.5' },
  info: { level: 'note', score: '0.5' },
};
