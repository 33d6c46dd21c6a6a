import { toVisibleText } from '../visible.ts';

/**
 * A plain text message: hidden characters visible, and `[text](target)` of the data no link, since viewers turn that into
 * one (SARIF 3.11.6).
 */
export function messageText(text: string): string {
  const visible = toVisibleText(text);
  return visible.includes('](') ? visible.replace(/[[\]]/g, '\\$&') : visible;
}
