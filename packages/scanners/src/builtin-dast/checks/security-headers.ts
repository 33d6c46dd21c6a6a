import type { RawFinding } from '@securescan/model';
import { toFinding } from '../finding.ts';
import { SECURITY_HEADERS, type SecurityHeader } from '../headers.ts';
import type { Page } from '../page.ts';
import { parsePolicy } from './content-security-policy.ts';
import { HEADER_GRADES } from './header-grades.ts';

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
