import type { Renderer } from '../renderer.ts';
import { single } from '../rendering.ts';
import { renderChangeText } from './change.ts';
import { renderScanText } from './scan.ts';

/** Plain text for people: columns, colours on a terminal only. */
export const text = {
  id: 'text',
  description: 'Plain text for people: one line per finding and a summary',
  contentType: 'text/plain; charset=utf-8',
  extension: 'txt',
  binary: false,
  renderScan: (result, options) => single(renderScanText(result, options)),
  renderChange: (report, options) => single(renderChangeText(report, options)),
} as const satisfies Renderer;

/** The older name of `text`. */
export const table = { ...text, id: 'table', description: 'Another name of text' } as const satisfies Renderer;
