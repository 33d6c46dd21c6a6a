import type { RawFinding } from '@securescan/model';
import { toFinding } from '../finding.ts';
import type { Page } from '../page.ts';

/** A site that cannot exist: nobody lets it in on purpose. @see https://www.rfc-editor.org/rfc/rfc2606 */
export const FOREIGN_ORIGIN = 'https://securescan.invalid';

/** Judges a response that was asked for with `Origin: FOREIGN_ORIGIN`. */
export function checkCrossOrigin(page: Page): readonly RawFinding[] {
  const allowed = page.response.headers.get('access-control-allow-origin')?.trim();
  const withCredentials =
    page.response.headers.get('access-control-allow-credentials')?.trim().toLowerCase() === 'true';
  const common = {
    cwe: 'CWE-942',
    remediation: 'Answer only to a fixed list of origins, and send no credentials to others.',
    subject: 'cors',
  };
  if (allowed === FOREIGN_ORIGIN) {
    return [
      toFinding(page, {
        ...common,
        ruleId: withCredentials ? 'cors-any-origin-credentials' : 'cors-any-origin',
        severity: withCredentials ? 'high' : 'medium',
        title: withCredentials
          ? 'Every site may read answers with the visitor’s credentials'
          : 'Every site may read answers',
        description: `The server repeats whatever origin asks (here ${FOREIGN_ORIGIN}) as allowed${withCredentials ? ', with credentials' : ''}.`,
        metadata: { header: 'Access-Control-Allow-Origin', value: allowed },
      }),
    ];
  }
  if (allowed === 'null') {
    return [
      toFinding(page, {
        ...common,
        ruleId: 'cors-null-origin',
        severity: 'medium',
        title: 'The origin null is allowed to read answers',
        description: 'A sandboxed frame on any site has the origin null.',
        metadata: { header: 'Access-Control-Allow-Origin', value: allowed },
      }),
    ];
  }
  return [];
}
