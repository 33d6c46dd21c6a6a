import type { RawFinding } from '@securescan/model';
import { checkCookies } from './checks/cookies.ts';
import { checkDisclosure } from './checks/disclosure.ts';
import { checkSecurityHeaders } from './checks/security-headers.ts';
import type { Page } from './page.ts';

/** What the headers of one response tell: protection, disclosure, cookies. */
export function checkHeaders(page: Page): readonly RawFinding[] {
  return [...checkSecurityHeaders(page), ...checkDisclosure(page), ...checkCookies(page)];
}
