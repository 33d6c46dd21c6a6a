import type { RawFinding } from '@securescan/model';
import { toRuleFinding } from '../finding.ts';
import type { Page } from '../page.ts';

/** A site that cannot exist: nobody lets it in on purpose. @see https://www.rfc-editor.org/rfc/rfc2606 */
export const FOREIGN_ORIGIN = 'https://securescan.invalid';

/** Judges a response that was asked for with `Origin: FOREIGN_ORIGIN`. */
export function checkCrossOrigin(page: Page): readonly RawFinding[] {
  const allowed = page.response.headers.get('access-control-allow-origin')?.trim();
  const withCredentials =
    page.response.headers.get('access-control-allow-credentials')?.trim().toLowerCase() === 'true';
  const found = { subject: 'cors', metadata: { header: 'Access-Control-Allow-Origin', value: allowed ?? '' } };
  if (allowed === FOREIGN_ORIGIN) {
    return [
      toRuleFinding(page, {
        ...found,
        rule: withCredentials ? 'cors-any-origin-credentials' : 'cors-any-origin',
        description: `The server repeats whatever origin asks (here ${FOREIGN_ORIGIN}) as allowed${withCredentials ? ', with credentials' : ''}.`,
      }),
    ];
  }
  return allowed === 'null' ? [toRuleFinding(page, { ...found, rule: 'cors-null-origin' })] : [];
}
