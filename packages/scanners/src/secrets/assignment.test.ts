import { describe, expect, it } from 'vitest';
import { promisesSecret } from './assignment.ts';
import { assignmentRules } from './assignment-rules.ts';
import { findInFile } from './find-in-file.ts';
import { secretRules } from './rules/index.ts';
import { noise, sample } from './samples.ts';

const PASSWORD = sample('tr0ub4', 'Dor_and3');

describe('rules of configuration files', () => {
  it('have ids and names of their own', () => {
    const all = [...secretRules, ...assignmentRules];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it.each(assignmentRules.map((rule) => [rule.id, rule] as const))(
    '%s matches its samples and only those',
    (_, rule) => {
      for (const text of rule.mustMatch) {
        const found = findInFile(rule.path, text);
        expect(
          found.map((match) => match.rule.id),
          text,
        ).toEqual([rule.id]);
        for (const { value, start, end } of found) expect([value, btoa(value)]).toContain(text.slice(start, end));
      }
      for (const text of rule.mustNotMatch) {
        expect(
          findInFile(rule.path, text).map((match) => match.rule.id),
          text,
        ).not.toContain(rule.id);
      }
    },
  );

  it.each([
    ['DB_PASSWORD', true],
    ['db-pass', true],
    ['stripeApiKey', true],
    ['SECRET_KEY_BASE', true],
    ['DB_PASSWORD_PROD', true],
    ['TOKEN_1', true],
    ['PASSWORD_FILE', false],
    ['TOKEN_URL', false],
    ['PUBLIC_API_KEY', false],
    ['COMPASS', false],
    ['BYPASS', false],
    ['KEY', false],
    ['CACHE_KEY', false],
  ])('%s promises a secret: %s', (name, expected) => {
    expect(promisesSecret(name)).toBe(expected);
  });
});

describe('configuration files', () => {
  it('report a format under its own name, also from behind base64', () => {
    const aws = sample('AK', 'IA', noise('upper', 16));
    const compose = `environment:\n  API_TOKEN: ${aws}\n  DATABASE_URL: ${sample('postgres://app:', PASSWORD, '@db/app')}\n`;
    expect(findInFile('compose.yml', compose).map(({ rule }) => rule.id)).toEqual([
      'aws-access-key',
      'connection-string',
    ]);
    const key = sample(
      '-----BEGIN EC',
      ' PRIVATE KEY-----\n',
      noise('base64', 64),
      '\n-----END EC',
      ' PRIVATE KEY-----\n',
    );
    const manifest = `kind: Secret\ndata:\n  tls.key: ${btoa(key)}\n`;
    expect(findInFile('secret.yaml', manifest).map(({ rule }) => rule.id)).toEqual(['private-key']);
  });

  it('keep offsets through CRLF and quotes', () => {
    const text = `a: 1\r\nenv:\r\n  - name: "DB_PASSWORD"\r\n    value: "${PASSWORD}" # old\r\n`;
    const [found] = findInFile('a.yml', text);
    expect(text.slice(found?.start, found?.end)).toBe(PASSWORD);
  });

  it('take time in proportion to their size, whatever they hold', () => {
    const size = 1_000_000;
    const units = [
      'password: ',
      '- name: X_TOKEN\n  value: ',
      '"',
      'kind: Secret\ndata:\n a: QUJD\n',
      'PASSWORD=',
      '- { name: a, value: ',
    ];
    for (const unit of [...units, 'variable "a_token" {\n', 'variable "a_token" {', 'default = "', '---\n', ' ']) {
      for (const path of ['a.yaml', 'a.tf', '.env']) {
        const text = unit.repeat(Math.ceil(size / unit.length));
        const before = process.cpuUsage();
        findInFile(path, text);
        expect(process.cpuUsage(before).user / 1000, `${path} ${unit}`).toBeLessThan(2000);
      }
    }
  });
});
