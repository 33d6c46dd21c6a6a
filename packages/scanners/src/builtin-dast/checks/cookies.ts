import type { RawFinding, Severity } from '@securescan/model';
import { toFinding } from '../finding.ts';
import type { Page } from '../page.ts';

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

interface CookieProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly remediation: string;
  readonly cwe: string;
}

/** Cookies that can be read by scripts, sent in the clear, or sent along by other sites. */
export function checkCookies(page: Page): readonly RawFinding[] {
  return page.response.setCookie.map(parseCookie).flatMap((cookie) =>
    findProblems(cookie).map(({ rule, title, ...problem }) =>
      toFinding(page, {
        ...problem,
        ruleId: `cookie-${rule}`,
        title: `${title}: ${cookie.name}`,
        subject: `cookie:${cookie.name}`,
        metadata: { cookie: cookie.name },
      }),
    ),
  );
}

function findProblems({ name, attributes }: Cookie): readonly CookieProblem[] {
  const problems: CookieProblem[] = [];
  const isSecure = attributes.has('secure');
  const sameSite = attributes.get('samesite')?.toLowerCase();
  if (!isSecure) {
    problems.push({
      rule: 'missing-secure',
      severity: 'medium',
      title: 'Cookie missing Secure flag',
      description: 'The cookie is sent over plain HTTP too, where it can be read on the way.',
      remediation: 'Set the Secure attribute.',
      cwe: 'CWE-614',
    });
  }
  if (!attributes.has('httponly')) {
    problems.push({
      rule: 'missing-httponly',
      severity: 'medium',
      title: 'Cookie missing HttpOnly flag',
      description: 'Any script on the page can read the cookie.',
      remediation: 'Set the HttpOnly attribute, unless scripts of your own must read it.',
      cwe: 'CWE-1004',
    });
  }
  if (sameSite === undefined) {
    problems.push({
      rule: 'missing-samesite',
      severity: 'low',
      title: 'Cookie missing SameSite attribute',
      description: 'Whether the cookie goes along with requests from other sites is left to the browser.',
      remediation: 'Set SameSite=Lax, or Strict where no link from outside needs it.',
      cwe: 'CWE-1275',
    });
  } else if (sameSite === 'none' && !isSecure) {
    problems.push({
      rule: 'samesite-none-insecure',
      severity: 'medium',
      title: 'Cookie with SameSite=None is not Secure',
      description: 'Browsers refuse such a cookie, and older ones send it to other sites in the clear.',
      remediation: 'Add Secure, or use SameSite=Lax.',
      cwe: 'CWE-1275',
    });
  }
  const isHost = name.startsWith('__Host-');
  const keepsHost = isSecure && attributes.get('path') === '/' && !attributes.has('domain');
  if ((isHost && !keepsHost) || (name.startsWith('__Secure-') && !isSecure)) {
    problems.push({
      rule: 'prefix-broken',
      severity: 'medium',
      title: 'Cookie does not keep the promise of its name',
      description:
        'Browsers refuse a cookie whose name begins with __Host- or __Secure- without the attributes that belong to it.',
      remediation: isHost ? 'Set Secure and Path=/, and leave Domain out.' : 'Set Secure.',
      cwe: 'CWE-614',
    });
  }
  return problems;
}
