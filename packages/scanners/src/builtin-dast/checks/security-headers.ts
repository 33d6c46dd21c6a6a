import type { RawFinding } from '@securescan/model';
import { toFinding } from '../finding.ts';
import type { Page } from '../page.ts';
import { parsePolicy } from './content-security-policy.ts';
import { HEADER_GRADES } from './header-grades.ts';

interface SecurityHeader {
  readonly name: string;
  readonly cwe: string;
  readonly purpose: string;
  readonly example: string;
}

/** Headers that every page should carry. @see https://owasp.org/www-project-secure-headers/ */
const SECURITY_HEADERS: readonly SecurityHeader[] = [
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

/** Protective headers that are missing or have no effect. */
export function checkSecurityHeaders(page: Page): readonly RawFinding[] {
  return SECURITY_HEADERS.flatMap((header) => judge(page, header) ?? []);
}

function judge(page: Page, { name, cwe, purpose, example }: SecurityHeader): RawFinding | null {
  const key = name.toLowerCase();
  // Browsers ignore it on plain HTTP; that the page is not encrypted is a finding of its own.
  if (key === 'strict-transport-security' && page.url.protocol !== 'https:') return null;
  if (key === 'x-frame-options' && hasFrameAncestors(page)) return null;
  const value = page.response.headers.get(key);
  const common = { cwe, remediation: `Send: ${example}`, subject: `header:${key}` };
  if (value === undefined) {
    return toFinding(page, {
      ...common,
      ruleId: `missing-header-${key}`,
      severity: 'medium',
      title: `Missing security header: ${name}`,
      description: purpose,
      metadata: { header: name },
    });
  }
  const weakness = HEADER_GRADES[key]?.(value) ?? null;
  if (weakness === null) return null;
  return toFinding(page, {
    ...common,
    ruleId: `weak-header-${key}`,
    severity: weakness.severity,
    title: `Security header without effect: ${name}`,
    description: `${name} is sent, but ${weakness.reason}. ${purpose}`,
    metadata: { header: name, value },
  });
}

function hasFrameAncestors(page: Page): boolean {
  const value = page.response.headers.get('content-security-policy');
  return value !== undefined && value.split(',').some((policy) => parsePolicy(policy).has('frame-ancestors'));
}
