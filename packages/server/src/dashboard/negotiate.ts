import type { IncomingHttpHeaders } from 'node:http';
import type { Encoding } from './dashboard-files.ts';

/** Somebody looks at this with a browser: text/html is named, and not liked less than JSON. */
export function wantsPage(headers: Pick<IncomingHttpHeaders, 'accept'>): boolean {
  const html = findQuality(headers.accept, 'text/html');
  return html > 0 && html >= findQuality(headers.accept, 'application/json');
}

/** The best of the forms that are there; `identity` is always possible. */
export function chooseEncoding(offered: readonly Encoding[], accepted: string | string[] | undefined): Encoding {
  const text = typeof accepted === 'string' ? accepted : undefined;
  return offered.find((encoding) => encoding !== 'identity' && findQuality(text, encoding) > 0) ?? 'identity';
}

/** Quality of a word that a header names by itself; 0 when it does not. @see https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2 */
function findQuality(header: string | undefined, word: string): number {
  for (const entry of header?.toLowerCase().split(',', 64) ?? []) {
    const [name, ...parameters] = entry.split(';').map((part) => part.trim());
    if (name !== word) continue;
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    return quality >= 0 && quality <= 1 ? quality : 0;
  }
  return 0;
}
