import type { Severity } from '@securescan/model';

/** Beginnings of coloured text on a terminal. */
export const SEVERITY_COLOURS: Readonly<Record<Severity, string>> = {
  critical: '\u001b[1;31m',
  high: '\u001b[31m',
  medium: '\u001b[33m',
  low: '\u001b[34m',
  info: '\u001b[2m',
};
export const RESET = '\u001b[0m';
