import type { RawFinding } from '@securescan/model';
import { toRuleFinding } from '../finding.ts';
import type { Page } from '../page.ts';
import { pageRules, type PageRuleId } from '../rules.ts';

interface Cookie {
  readonly name: string;
  /** Attributes by lower-case name; empty text for those without a value. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads a Set-Cookie value; nothing of the cookie's own value is kept. @see https://www.rfc-editor.org/rfc/rfc6265 */
function parseCookie(header: string): Cookie {
  const [pair = '', ...parts] = header.split(';');
  const attributes = new Map<string, string>();
  for (const part of parts) {
    const [name = '', ...value] = part.split('=');
    attributes.set(name.trim().toLowerCase(), value.join('=').trim());
  }
  return { name: (pair.split('=')[0] ?? '').trim(), attributes };
}

/** Cookies that can be read by scripts, sent in the clear, or sent along by other sites. */
export function checkCookies(page: Page): readonly RawFinding[] {
  return page.response.setCookie.map(parseCookie).flatMap((cookie) =>
    findProblems(cookie).map((problem) =>
      toRuleFinding(page, {
        ...problem,
        title: `${pageRules[problem.rule].title}: ${cookie.name}`,
        subject: `cookie:${cookie.name}`,
        metadata: { cookie: cookie.name },
      }),
    ),
  );
}

interface CookieProblem {
  readonly rule: PageRuleId;
  readonly remediation?: string;
}

function findProblems({ name, attributes }: Cookie): readonly CookieProblem[] {
  const problems: CookieProblem[] = [];
  const isSecure = attributes.has('secure');
  const sameSite = attributes.get('samesite')?.toLowerCase();
  if (!isSecure) problems.push({ rule: 'cookie-missing-secure' });
  if (!attributes.has('httponly')) problems.push({ rule: 'cookie-missing-httponly' });
  if (sameSite === undefined) problems.push({ rule: 'cookie-missing-samesite' });
  else if (sameSite === 'none' && !isSecure) problems.push({ rule: 'cookie-samesite-none-insecure' });
  const isHost = name.startsWith('__Host-');
  const keepsHost = isSecure && attributes.get('path') === '/' && !attributes.has('domain');
  if ((isHost && !keepsHost) || (name.startsWith('__Secure-') && !isSecure)) {
    const remediation = isHost ? 'Set Secure and Path=/, and leave Domain out.' : 'Set Secure.';
    problems.push({ rule: 'cookie-prefix-broken', remediation });
  }
  return problems;
}
