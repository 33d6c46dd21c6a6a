import { describe, expect, it } from 'vitest';
import { scanSecrets } from './scan-secrets.ts';

const labels = (text: string, path = 'main.tf'): readonly string[] =>
  scanSecrets([{ path, text }]).map(({ pattern_name }) => pattern_name);

describe('values that are secrets', () => {
  it.each([
    ['a weak password', 'password = "password123"', 'main.tf'],
    ['a digit run as a password', 'password = "12345678"', 'main.tf'],
    ['a random part behind the word test', 'api_key = "test-9f8e7d6c5b4a"', 'main.tf'],
    ['the word test within another one', 'password = "Latest-Greatest-7"', 'main.tf'],
    ['a name with capitals', "const clientSecret = 'abc-def-123';", 'a.ts'],
    ['a name with dashes', 'db-password: hunter2hunter', 'a.yaml'],
    ['an item of a list', '- token: hunter2hunter', 'a.yml'],
    ['a typed name', 'db_password: str = "hunter2hunter"', 'a.py'],
    ['an export', 'export API_TOKEN=hunter2hunter', 'config/.env.production'],
    ['an entry of an index', 'environ["DB_PASSWORD"] = "hunter2hunter"', 'a.py'],
    ['JSON within JSON', String.raw`{"policy": "{\"api_key\": \"hunter2hunter\"}"}`, 'a.json'],
    ['a value with a brace', 'password = "Pa{s-s}w0rd"', 'a.tfvars'],
  ])('%s', (_, line, path) => {
    expect(labels(line, path)).toHaveLength(1);
  });
});

describe('values that are none', () => {
  it.each([
    ['a reference', 'password = var.db_password', 'main.tf'],
    ['an interpolation', 'password = "x-${var.p}"', 'main.tf'],
    ['a template of Helm', 'password: {{ .Values.password }}', 'a.yaml'],
    ['a replacement field', 'token = f"{get_token}"', 'a.py'],
    ['a place for a value', 'token = "<your token>"', 'main.tf'],
    ['a placeholder', 'api_key = "your-api-key"', 'main.tf'],
    ['a type', 'password: string;', 'a.ts'],
    ['a schema', '{"password": "string"}', 'a.json'],
    ['a store', 'secret = "arn:aws:secretsmanager:eu-west-1:1:secret:x"', 'main.tf'],
    ['asterisks', 'password = "********"', 'main.tf'],
    ['three characters', 'password = "abc"', 'main.tf'],
    ['another name', 'password_length = "hunter2hunter"', 'main.tf'],
    ['a file that is not looked at', 'password = "hunter2hunter"', 'README.md'],
    ['a copied module', 'password = "hunter2hunter"', '.terraform/modules/a/main.tf'],
  ])('%s', (_, line, path) => {
    expect(labels(line, path)).toEqual([]);
  });
});

it('never shows a value', () => {
  const [short, long] = scanSecrets([{ path: 'a.tf', text: 'password = "wxyz"\npassword = "correct-horse"' }]);
  expect(short?.masked_value).toBe('****');
  expect(long?.masked_value).toBe('corr********');
});

it('lists a line with the mark as suppressed, and each rule once on a line', () => {
  const text = '{"password": "hunter2hunter", "db_password": "hunter3hunter"} // wafpass:ignore-secret';
  expect(scanSecrets([{ path: 'a.json', text }])).toMatchObject([{ matched_key: 'password', suppressed: true }]);
});

it.each([
  ['one word', 'a'.repeat(100_000)],
  ['signs', 'a='.repeat(50_000)],
  ['open quotes', 'a="'.repeat(33_000)],
  ['mixed quotes', 'token=\'`"'.repeat(12_000)],
  ['blanks', `password${' '.repeat(100_000)}`],
  ['headers', 'authorization: bearer '.repeat(5000)],
  ['beginnings of keys', '-----BEGIN '.repeat(10_000)],
  ['types', 'token: a.b.c.d'.repeat(7000)],
  ['braces', `password="${'{a'.repeat(50_000)}"`],
])('is linear in a line of 100 kB: %s', (_, line) => {
  const start = performance.now();
  for (const path of ['a.yaml', 'a.tf', '.env']) labels(line, path);
  expect(performance.now() - start).toBeLessThan(2000);
});
