/**
 * Headers that every answer carries unless it says otherwise. Written out instead of taken from a library: they are constants,
 * they are looked at in reviews, and `/health` pays for each call.
 * @see https://owasp.org/www-project-secure-headers/
 */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const;

/** For pages that carry what scans have found: no script, and nothing from elsewhere. */
export const REPORT_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** Told only over TLS: browsers then refuse plain HTTP to this host for a year. */
export function toHsts(withSubdomains: boolean): string {
  return `max-age=31536000${withSubdomains ? '; includeSubDomains' : ''}`;
}
