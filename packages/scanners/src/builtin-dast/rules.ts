import type { BuiltInRule } from '../rule-catalogue/built-in-rule.ts';
import { DISCLOSING_HEADERS, SECURITY_HEADERS } from './headers.ts';

const OWASP_HEADERS = 'https://owasp.org/www-project-secure-headers/';
const MDN = 'https://developer.mozilla.org/en-US/docs/Web/HTTP';
const COOKIES = `${MDN}/Reference/Headers/Set-Cookie`;
const CORS = `${MDN}/Guides/CORS`;
const TLS = 'https://wiki.mozilla.org/Security/Server_Side_TLS';

type PageRule = Omit<BuiltInRule, 'id'>;

const CORS_REMEDIATION = 'Answer only to a fixed list of origins, and send no credentials to others.';

/** What is said of each rule; a check adds the page, and other words where it knows more. */
export const pageRules = {
  'cookie-missing-secure': {
    severity: 'medium',
    title: 'Cookie missing Secure flag',
    description: 'The cookie is sent over plain HTTP too, where it can be read on the way.',
    remediation: 'Set the Secure attribute.',
    cwe: 'CWE-614',
    references: [COOKIES],
    example: { bad: 'Set-Cookie: sid=…; HttpOnly', good: 'Set-Cookie: sid=…; HttpOnly; Secure; SameSite=Lax' },
  },
  'cookie-missing-httponly': {
    severity: 'medium',
    title: 'Cookie missing HttpOnly flag',
    description: 'Any script on the page can read the cookie.',
    remediation: 'Set the HttpOnly attribute, unless scripts of your own must read it.',
    cwe: 'CWE-1004',
    references: [COOKIES],
    example: { bad: 'Set-Cookie: sid=…; Secure', good: 'Set-Cookie: sid=…; HttpOnly; Secure; SameSite=Lax' },
  },
  'cookie-missing-samesite': {
    severity: 'low',
    title: 'Cookie missing SameSite attribute',
    description: 'Whether the cookie goes along with requests from other sites is left to the browser.',
    remediation: 'Set SameSite=Lax, or Strict where no link from outside needs it.',
    cwe: 'CWE-1275',
    references: [COOKIES],
    example: { bad: 'Set-Cookie: sid=…; HttpOnly; Secure', good: 'Set-Cookie: sid=…; HttpOnly; Secure; SameSite=Lax' },
  },
  'cookie-samesite-none-insecure': {
    severity: 'medium',
    title: 'Cookie with SameSite=None is not Secure',
    description: 'Browsers refuse such a cookie, and older ones send it to other sites in the clear.',
    remediation: 'Add Secure, or use SameSite=Lax.',
    cwe: 'CWE-1275',
    references: [COOKIES],
    example: { bad: 'Set-Cookie: sid=…; SameSite=None', good: 'Set-Cookie: sid=…; SameSite=None; Secure' },
  },
  'cookie-prefix-broken': {
    severity: 'medium',
    title: 'Cookie does not keep the promise of its name',
    description:
      'Browsers refuse a cookie whose name begins with __Host- or __Secure- without the attributes that belong to it.',
    remediation: 'Set Secure; for __Host- also Path=/, and leave Domain out.',
    cwe: 'CWE-614',
    references: [COOKIES],
    example: { bad: 'Set-Cookie: __Host-sid=…; Path=/app', good: 'Set-Cookie: __Host-sid=…; Path=/; Secure' },
  },
  'cors-any-origin-credentials': {
    severity: 'high',
    title: 'Every site may read answers with the visitor’s credentials',
    description:
      'The server repeats whatever origin asks as allowed, with credentials: any site that a visitor opens can act as that visitor and read the answers.',
    remediation: CORS_REMEDIATION,
    cwe: 'CWE-942',
    references: [CORS],
    example: {
      bad: 'Access-Control-Allow-Origin: <whatever Origin says>\nAccess-Control-Allow-Credentials: true',
      good: 'Access-Control-Allow-Origin: https://app.test',
    },
  },
  'cors-any-origin': {
    severity: 'medium',
    title: 'Every site may read answers',
    description: 'The server repeats whatever origin asks as allowed.',
    remediation: CORS_REMEDIATION,
    cwe: 'CWE-942',
    references: [CORS],
    example: {
      bad: 'Access-Control-Allow-Origin: <whatever Origin says>',
      good: 'Access-Control-Allow-Origin: https://app.test',
    },
  },
  'cors-null-origin': {
    severity: 'medium',
    title: 'The origin null is allowed to read answers',
    description: 'A sandboxed frame on any site has the origin null.',
    remediation: CORS_REMEDIATION,
    cwe: 'CWE-942',
    references: [CORS],
    example: { bad: 'Access-Control-Allow-Origin: null', good: 'Access-Control-Allow-Origin: https://app.test' },
  },
  'tls-certificate-invalid': {
    severity: 'high',
    title: 'TLS certificate does not verify',
    description: 'Clients cannot tell the site from somebody who poses as it.',
    remediation: 'Use a certificate from an authority that clients trust, for this name, and send the whole chain.',
    cwe: 'CWE-295',
    references: [TLS],
    example: null,
  },
  'tls-certificate-expiring': {
    severity: 'medium',
    title: 'TLS certificate expires within two weeks',
    description: 'Once it has expired, browsers refuse the site, and visitors get used to clicking warnings away.',
    remediation: 'Renew it, best automatically.',
    cwe: 'CWE-298',
    references: ['https://letsencrypt.org/docs/'],
    example: null,
  },
  'tls-protocol-old': {
    severity: 'medium',
    title: 'Outdated TLS protocol',
    description: 'SSL 3, TLS 1.0 and TLS 1.1 have known weaknesses.',
    remediation: 'Offer TLS 1.2 and 1.3 only.',
    cwe: 'CWE-327',
    references: ['https://www.rfc-editor.org/rfc/rfc8996', TLS],
    example: null,
  },
  'no-https': {
    severity: 'medium',
    title: 'Page is served without encryption',
    description: 'Everything that is sent and received can be read and changed on the way.',
    remediation: 'Serve it over HTTPS and redirect plain HTTP there.',
    cwe: 'CWE-319',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html'],
    example: null,
  },
  'http-not-redirected': {
    severity: 'medium',
    title: 'Plain HTTP is answered instead of redirected',
    description: 'The site also answers without encryption, so a first visit can be read and changed on the way.',
    remediation: 'Redirect every plain HTTP address to HTTPS.',
    cwe: 'CWE-319',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Strict_Transport_Security_Cheat_Sheet.html'],
    example: { bad: 'HTTP/1.1 200 OK', good: 'HTTP/1.1 301 Moved Permanently\nLocation: https://app.test/' },
  },
  'redirect-downgrade': {
    severity: 'high',
    title: 'Redirect from HTTPS to plain HTTP',
    description: 'The answer sends clients on to an address without encryption.',
    remediation: 'Redirect to https addresses only.',
    cwe: 'CWE-319',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html'],
    example: { bad: 'Location: http://app.test/login', good: 'Location: https://app.test/login' },
  },
  'exposed-git': {
    severity: 'high',
    title: 'Git repository is readable',
    description: 'The source code with its whole history can be downloaded.',
    remediation: 'Do not serve /.git/HEAD; change every secret that it gave away.',
    cwe: 'CWE-527',
    references: ['https://cwe.mitre.org/data/definitions/527.html'],
    example: null,
  },
  'exposed-svn': {
    severity: 'high',
    title: 'Subversion directory is readable',
    description: 'File names and sources can be downloaded.',
    remediation: 'Do not serve /.svn/entries; change every secret that it gave away.',
    cwe: 'CWE-527',
    references: ['https://cwe.mitre.org/data/definitions/527.html'],
    example: null,
  },
  'exposed-env': {
    severity: 'critical',
    title: 'Environment file is readable',
    description: 'Settings of the application, which often hold passwords and keys, can be downloaded.',
    remediation: 'Do not serve /.env; change every secret that it gave away.',
    cwe: 'CWE-538',
    references: ['https://cwe.mitre.org/data/definitions/538.html'],
    example: null,
  },
  'exposed-server-status': {
    severity: 'medium',
    title: 'Server status page is readable',
    description: 'Addresses of visitors and the pages they ask for are shown to everybody.',
    remediation: 'Do not serve /server-status; change every secret that it gave away.',
    cwe: 'CWE-200',
    references: ['https://httpd.apache.org/docs/current/mod/mod_status.html'],
    example: null,
  },
  'exposed-phpinfo': {
    severity: 'medium',
    title: 'phpinfo page is readable',
    description: 'Versions, paths and settings of the server are shown to everybody.',
    remediation: 'Do not serve /phpinfo.php; change every secret that it gave away.',
    cwe: 'CWE-200',
    references: ['https://www.php.net/manual/en/function.phpinfo.php'],
    example: null,
  },
  'directory-listing': {
    severity: 'medium',
    title: 'Directory listing is on',
    description: 'Everybody sees which files are there, those too that no page links to.',
    remediation: 'Switch directory listings off.',
    cwe: 'CWE-548',
    references: ['https://cwe.mitre.org/data/definitions/548.html'],
    example: { bad: '<title>Index of /backup</title>' },
  },
} as const satisfies Record<string, PageRule>;

export type PageRuleId = keyof typeof pageRules;

function toHeaderRules({ name, cwe, purpose, example }: (typeof SECURITY_HEADERS)[number]): readonly BuiltInRule[] {
  const common = {
    cwe,
    severity: 'medium' as const,
    remediation: `Send: ${example}`,
    references: [`${MDN}/Reference/Headers/${name}`, OWASP_HEADERS],
    example: null,
  };
  const key = name.toLowerCase();
  return [
    { ...common, id: `missing-header-${key}`, title: `Missing security header: ${name}`, description: purpose },
    {
      ...common,
      id: `weak-header-${key}`,
      title: `Security header without effect: ${name}`,
      description: `${name} is sent, but with a value that does not protect; the finding says why. ${purpose}`,
    },
  ];
}

/** All rules of the scanner. */
export const builtinDastRules: readonly BuiltInRule[] = [
  ...SECURITY_HEADERS.flatMap(toHeaderRules),
  ...DISCLOSING_HEADERS.map((name) => ({
    id: `info-disclosure-${name.toLowerCase()}`,
    severity: 'low' as const,
    title: `Information disclosure header: ${name}`,
    description: 'The response names the software behind it, which tells an attacker what to try.',
    remediation: `Leave ${name} out, or send a value without product and version.`,
    cwe: 'CWE-200',
    references: [OWASP_HEADERS],
    example: null,
  })),
  ...Object.entries(pageRules).map(([id, rule]) => ({ id, ...rule })),
];
