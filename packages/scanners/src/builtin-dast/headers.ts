/** A header that protects, and what happens without it. */
export interface SecurityHeader {
  readonly name: string;
  readonly cwe: string;
  readonly purpose: string;
  readonly example: string;
}

/** Headers that every page should carry. @see https://owasp.org/www-project-secure-headers/ */
export const SECURITY_HEADERS: readonly SecurityHeader[] = [
  {
    name: 'Strict-Transport-Security',
    cwe: 'CWE-319',
    purpose: 'Browsers may still use plain HTTP, where everything can be read and changed on the way.',
    example: 'Strict-Transport-Security: max-age=31536000; includeSubDomains',
  },
  {
    name: 'Content-Security-Policy',
    cwe: 'CWE-693',
    purpose: 'An injected script runs with all the rights of the page.',
    example: "Content-Security-Policy: default-src 'self'",
  },
  {
    name: 'X-Content-Type-Options',
    cwe: 'CWE-693',
    purpose: 'Browsers may guess that an upload is a script and run it.',
    example: 'X-Content-Type-Options: nosniff',
  },
  {
    name: 'X-Frame-Options',
    cwe: 'CWE-1021',
    purpose: 'Other sites can show the page in a frame and trick people into clicking in it.',
    example: "Content-Security-Policy: frame-ancestors 'none' (or X-Frame-Options: DENY)",
  },
  {
    name: 'Referrer-Policy',
    cwe: 'CWE-200',
    purpose: 'Whole addresses, with what they hold, are sent to other sites.',
    example: 'Referrer-Policy: strict-origin-when-cross-origin',
  },
  {
    name: 'Permissions-Policy',
    cwe: 'CWE-693',
    purpose: 'Camera, microphone, position and other features stay open to embedded content.',
    example: 'Permissions-Policy: camera=(), microphone=(), geolocation=()',
  },
];

/** Headers that tell an attacker which software answers. */
export const DISCLOSING_HEADERS: readonly string[] = [
  'Server',
  'X-Powered-By',
  'X-AspNet-Version',
  'X-AspNetMvc-Version',
  'X-Generator',
];
