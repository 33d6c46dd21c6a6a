import type { SecretRule } from '../rule.ts';
import { specific } from '../rule.ts';
import { noise, sample } from '../samples.ts';

const CWE = 'https://cwe.mitre.org/data/definitions/798.html';
const PEM = 'https://www.rfc-editor.org/rfc/rfc7468';
const PUBLIC_NAME = /public|pub_|sitekey|publishable/i;

/** Pattern of a PEM block, its body included as far as it stands there. */
function pem(label: string): RegExp {
  return new RegExp(
    `-----BEGIN ${label}-----(?!(?:\\\\[nr])*["'\\x60)\\]])` +
      '(?:(?:\\s|\\\\[nr])*Proc-Type: ?[\\w,]{1,20}(?:\\s|\\\\[nr])*DEK-Info: ?[\\w-]{1,20},[0-9A-Fa-f]{1,64})?' +
      '[A-Za-z0-9+/=\\s\\\\"\':,.]{0,16000}(?:-----END)?',
    'y',
  );
}

function pemRule(id: string, name: string, label: string, header: string): SecretRule {
  const first = header.slice(0, 3);
  const rest = header.slice(3);
  const block = `${noise('base64', 64)}\n${noise('base64', 40)}==\n`;
  return specific({
    id,
    name,
    severity: 'critical',
    keywords: ['-----begin '],
    pattern: pem(label),
    inWord: true,
    docs: PEM,
    mustMatch: [sample('-----BEGIN ', first, rest, '-----\n', block, '-----END ', header, '-----')],
    mustNotMatch: ['-----BEGIN CERTIFICATE-----', sample("'-----BEGIN ", first, rest, "-----'")],
  });
}

/** Formats that no single vendor owns. */
export const formatRules: readonly SecretRule[] = [
  pemRule('private-key', 'Private Key', '(?:(?:RSA|EC|DSA) )?PRIVATE KEY', 'RSA PRIVATE KEY'),
  pemRule('openssh-private-key', 'OpenSSH Private Key', 'OPENSSH PRIVATE KEY', 'OPENSSH PRIVATE KEY'),
  pemRule('encrypted-private-key', 'Encrypted Private Key', 'ENCRYPTED PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'),
  pemRule('pgp-private-key', 'PGP Private Key', 'PGP PRIVATE KEY BLOCK', 'PGP PRIVATE KEY BLOCK'),
  specific({
    id: 'putty-private-key',
    name: 'PuTTY Private Key',
    severity: 'critical',
    keywords: ['putty-user-key-file-'],
    pattern: /PuTTY-User-Key-File-\d: [\w-]{3,40}/y,
    docs: 'https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html',
    mustMatch: [sample('PuTTY-User-', 'Key-File-3: ssh-ed25519')],
    mustNotMatch: ['PuTTY-User-Key-File-N'],
  }),
  specific({
    id: 'jwt-token',
    name: 'JWT Token',
    severity: 'medium',
    keywords: ['eyj'],
    pattern: /eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,6000}\.[A-Za-z0-9_-]{10,1400}/y,
    docs: 'https://www.rfc-editor.org/rfc/rfc7519',
    mustMatch: [sample('ey', 'J', noise('alnum', 20), '.', noise('alnum', 30), '.', noise('alnum', 43))],
    mustNotMatch: [sample('ey', 'J', noise('alnum', 20), '.', noise('alnum', 5), '.', noise('alnum', 43))],
  }),
  specific({
    id: 'bearer-header',
    name: 'Bearer Token',
    severity: 'medium',
    keywords: ['authorization'],
    pattern:
      /authorization["'\]]{0,2}[ \t]{0,4}[:=,][ \t]{0,4}["'`]?bearer[ \t]{1,2}(?<value>[A-Za-z0-9_.~+/-]{20,4000}={0,2})/iy,
    minEntropy: 3,
    allow: [PUBLIC_NAME],
    docs: 'https://www.rfc-editor.org/rfc/rfc6750',
    mustMatch: [sample('Authorization: Bear', 'er ', noise('alnum', 32))],
    mustNotMatch: ['Authorization: Bearer $TOKEN', 'Authorization: Bearer <token>'],
  }),
  specific({
    id: 'basic-auth-header',
    name: 'Basic Authorization Header',
    severity: 'high',
    keywords: ['authorization'],
    pattern:
      /authorization["'\]]{0,2}[ \t]{0,4}[:=,][ \t]{0,4}["'`]?basic[ \t]{1,2}(?<value>[A-Za-z0-9+/]{12,400}={0,2})(?![\w+/])/iy,
    minEntropy: 3,
    docs: 'https://www.rfc-editor.org/rfc/rfc7617',
    mustMatch: [sample('Authorization: Bas', 'ic ', noise('base64', 24), '==')],
    mustNotMatch: ['Authorization: Basic realm'],
  }),
];

const SEPARATOR = '["\'\\x60\\]]{0,2}[ \\t]{0,8}(?:=>|:=|={1,3}|:)[ \\t]{0,8}';

/** Values that only the name beside them gives away; the documented fallbacks, tried last. */
export const genericRules: readonly SecretRule[] = [
  {
    kind: 'generic',
    id: 'generic-api-key',
    name: 'Generic API Key',
    severity: 'high',
    keywords: ['api_key', 'api-key', 'apikey'],
    pattern: new RegExp(`api[_-]?key${SEPARATOR}["'\\x60]?(?<value>[A-Za-z0-9_-]{20,400})`, 'iy'),
    inWord: true,
    minEntropy: 2.2,
    docs: CWE,
    mustMatch: [sample('api_', 'key = "', noise('alnum', 24), '"')],
    mustNotMatch: [
      'api_key = config.get("api_key")',
      'apiKey: "your-api-key-goes-here-now"',
      'api_key = "aaaaaaaaaaaaaaaaaaaaaaaa"',
    ],
  },
  {
    kind: 'generic',
    id: 'generic-secret',
    name: 'Generic Secret',
    severity: 'high',
    keywords: ['secret', 'password', 'passwd', 'pwd', 'passphrase'],
    pattern: new RegExp(
      `(?:secret|password|passwd|pwd|passphrase)(?:[_-]?(?:access[_-]?)?(?:key|value|token|text))?${SEPARATOR}(?:"(?<double>[^"\\n]{8,4000})"|'(?<single>[^'\\n]{8,4000})'|\\x60(?<tick>[^\\x60\\n]{8,4000})\\x60)`,
      'iy',
    ),
    inWord: true,
    docs: CWE,
    mustMatch: [
      sample('db_pass', 'word = "', 'hunter2hunter', '"'),
      sample('"client_sec', 'ret": "', noise('alnum', 16), '"'),
    ],
    mustNotMatch: [
      'password = hunter2hunter',
      "password: 'Enter your password'",
      'secret = "${VAULT_SECRET}"',
      'password = "changeme123"',
      'password: "user_password"',
      '"etc/passwd": "root:x:0:0:root"',
      'PWD: "/Users/somebody"',
    ],
  },
  {
    kind: 'generic',
    id: 'generic-token',
    name: 'Generic Token',
    severity: 'medium',
    keywords: ['token', 'bearer'],
    pattern: new RegExp(`(?:token|bearer)${SEPARATOR}["'\\x60]?(?<value>[A-Za-z0-9_.-]{20,4000})`, 'iy'),
    inWord: true,
    minEntropy: 3,
    docs: CWE,
    mustMatch: [sample('to', 'ken = "', noise('alnum', 24), '"')],
    mustNotMatch: [
      'token = response.data.access_token',
      'token: SomeVeryLongTypeName',
      'const token = parser.nextOperatorName()',
    ],
  },
  {
    kind: 'generic',
    id: 'base64-encoded-secret',
    name: 'Base64 Encoded Secret',
    severity: 'medium',
    keywords: ['password', 'secret', 'key', 'token'],
    pattern: new RegExp(
      `(?:password|secret|key|token)${SEPARATOR}["'\\x60]?(?<value>[A-Za-z0-9+/]{40,4000}={0,2})(?![A-Za-z0-9+/_.(-])`,
      'iy',
    ),
    inWord: true,
    minEntropy: 3.5,
    allow: [/^[A-Za-z/]+$/],
    docs: CWE,
    mustMatch: [sample('encryption_', 'key = "', noise('base64', 44), '"')],
    mustNotMatch: [
      'key = "abababababababababababababababababababab"',
      'key: "a/path/to/some/file/that/is/long/enough/here"',
    ],
  },
];
