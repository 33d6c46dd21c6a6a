import { measureCpuMs } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { sensitiveFiles } from './sensitive-files.ts';

function nameOf(path: string, text = ''): string | undefined {
  return sensitiveFiles.find((row) => row.path.test(path) && (row.confirm?.test(text) ?? true))?.slug;
}

describe('sensitive files', () => {
  it.each([
    ['.env', '', '-env'],
    ['a/.env.production', '', '-env-production'],
    ['.env.qa', 'DB_PASSWORD=abc\n', 'env-variant'],
    ['deploy/prod.env', 'API_KEY=abc\n', 'env-variant'],
    ['.env.example', 'DB_PASSWORD=abc\n', undefined],
    ['.env.sample', 'DB_PASSWORD=abc\n', undefined],
    ['.env.template', 'DB_PASSWORD=abc\n', undefined],
    ['.env.local.example', 'DB_PASSWORD=abc\n', undefined],
    ['example.env', 'DB_PASSWORD=abc\n', undefined],
    ['.env.qa', 'DEBUG=1\nPORT=80\n', undefined],
    ['my.env/readme.md', '', undefined],
    ['id_rsa', '', 'id_rsa'],
    ['id_rsa.pub', '', undefined],
    ['xid_rsa', '', undefined],
    ['ca.pem', '-----BEGIN CERTIFICATE-----', undefined],
    ['ca.pem', '-----BEGIN EC PRIVATE KEY-----', 'private-key'],
    ['.pypirc', '[pypi]\nusername = a\n', undefined],
    ['.pypirc', '[pypi]\n  password = pypi-abc\n', '-pypirc'],
    ['.netrc', 'machine a login b password c\n', 'netrc'],
    ['home/.kube/config', 'users:\n- user:\n    token: abc\n', 'kubeconfig'],
    ['home/.kube/config', 'users: []\n', undefined],
    ['x.tfstate', '{}', 'terraform-state'],
    ['.zsh_history', '', 'shell-history'],
    ['vault.kdbx', '', 'keepass'],
    ['passwords.1pux', '', 'password-manager'],
    ['x/firebase-adminsdk-a1.json', '{"private_key": ""}', 'firebase-key'],
    ['nuget.config', '<add key="ClearTextPassword" value="abc" />', 'nuget-config'],
    ['nuget.config', '<add key="ClearTextPassword" value="%TOKEN%" />', undefined],
    ['config/database.yml', 'password: <%= ENV["X"] %>\n', undefined],
    ['config/database.yml', '  password: hunter2\n', 'rails-database'],
    ['credentials.xml', '<a/>', undefined],
  ])('%s with %j: %s', (path, text, expected) => {
    expect(nameOf(path, text)).toBe(expected);
  });

  it('have one row per name', () => {
    const slugs = sensitiveFiles.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs.length).toBeGreaterThan(80);
  });

  const hostile = [
    '\n',
    ' ',
    'a',
    '\0',
    'export ',
    'password',
    'SECRET',
    'token ',
    'private_key"',
    '<password>',
    ':$a',
  ];
  it.each(hostile)('are judged in linear time over %j again and again', (piece) => {
    const text = piece.repeat(Math.ceil(400_000 / piece.length));
    for (const { slug, confirm } of sensitiveFiles) {
      if (confirm !== undefined)
        expect(
          measureCpuMs(() => confirm.test(text)),
          slug,
        ).toBeLessThan(500);
    }
  });
});
