import { asRepoPath, type RawFinding } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { base62Crc32, hasValidTokenChecksum } from './checksum.ts';
import { secretsFileCheck } from './file-check.ts';
import { maskSecret, secretIdentity } from './finding.ts';
import { buildKeywordAutomaton } from './keyword-automaton.ts';
import { isEnvFile, isSkipped, isTemplate, isTestPath } from './path-kind.ts';
import { noise, sample } from './samples.ts';

const AWS = sample('AK', 'IA', noise('upper', 16));
const STRIPE = sample('sk', '_live_', noise('alnum', 30));

function check(text: string, path = 'src/app.ts'): readonly RawFinding[] {
  return secretsFileCheck.check({ path: asRepoPath(path), text, size: text.length });
}

function places(findings: readonly RawFinding[]): readonly string[] {
  return findings.map(({ ruleId, lineStart, column }) => `${ruleId}:${lineStart}:${column}`);
}

describe('secrets in a file', () => {
  it('finds several on one line, each once, with column', () => {
    expect(places(check(`\nconst a = "${AWS}", b = "${STRIPE}";\n`))).toEqual([
      'secrets/aws-access-key:2:12',
      'secrets/stripe-secret-key:2:40',
    ]);
  });

  it('finds them deep in a minified line', () => {
    expect(places(check(`${'var a=1;'.repeat(50_000)}"${AWS}"`))).toEqual(['secrets/aws-access-key:1:400002']);
  });

  it('spans the lines of a key block, at LF, CRLF and CR', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const header = sample('-----BEGIN RSA', ' PRIVATE KEY-----');
      const block = [header, noise('base64', 64), noise('base64', 24), sample('-----END RSA', ' PRIVATE KEY-----')];
      const [found, ...more] = check(['x', ...block, 'y'].join(end));
      expect([found?.ruleId, found?.lineStart, found?.lineEnd, more.length]).toEqual(['secrets/private-key', 2, 5, 0]);
    }
  });

  it('gives equal secrets one identity and different ones two', () => {
    const [a, b, c] = check(`x = "${AWS}"\ny = "${STRIPE}"\nz = "${AWS}"\n`);
    expect(a?.identity).toBe(c?.identity);
    expect(a?.identity).not.toBe(b?.identity);
    expect(a?.identity).toMatch(/^[0-9a-f]{64}$/);
  });

  it('never shows a value', () => {
    const password = sample('tr0ub4', 'dor&3xyz');
    for (const text of [`x = "${AWS}"`, `password = "${password}"`, `DB_PASSWORD=${password}`]) {
      const [found] = check(text, 'prod.env');
      expect(found).toBeDefined();
      expect(JSON.stringify(found)).not.toContain(AWS.slice(0, 5));
      expect(JSON.stringify(found)).not.toContain(password.slice(0, 5));
    }
  });

  it('lowers the severity in test data and templates', () => {
    const severities = ['src/a.ts', 'latest_build/a.ts', 'fixtures/a.ts', 'src/a.test.ts', '.env.example'].map(
      (path) => check(`a = "${STRIPE}"`, path)[0]?.severity,
    );
    expect(severities).toEqual(['critical', 'critical', 'medium', 'medium', 'medium']);
  });

  it('doubts a token with wrong check digits, and keeps it', () => {
    const body = noise('alnum', 30);
    const good = sample('gh', 'p_', body, base62Crc32(body));
    const bad = sample('gh', 'p_', body, '000000');
    expect(check(`a="${good}"`)[0]?.confidence).toBe('high');
    expect(check(`a="${bad}"`)[0]).toMatchObject({ confidence: 'low', severity: 'critical' });
  });

  it('survives text that is not text', () => {
    for (const text of ['', '\0', '\uFFFD'.repeat(1000), '\uD800', `\uFEFF${AWS}`, '"'.repeat(10_000)]) check(text);
    expect(check(`\u{1F600}${AWS}`)).toHaveLength(1);
  });

  it('takes 1 MB of nothing but keywords in linear time', () => {
    for (const unit of ['password="', 'secret:', 'sk-ant-', 'https://', 'authorization: bearer ', 'token=a.']) {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const before = process.cpuUsage();
      check(text);
      expect(process.cpuUsage(before).user / 1000, unit).toBeLessThan(2000);
    }
  });
});

describe('env files', () => {
  it('name the variable, and a format before the variable', () => {
    const text = `# c\nexport API_TOKEN="abc123def" # x\nSTRIPE_KEY=${STRIPE}\nAUTH_URL=https://a.test/\nDEBUG_KEY=true\nEMPTY_SECRET=\n`;
    expect(check(text, 'a/.env').map(({ title, lineStart }) => `${lineStart} ${title}`)).toEqual([
      '2 Secret in env file: API_TOKEN',
      '3 Potential Stripe Secret Key detected',
    ]);
  });
});

describe('parts', () => {
  it('mask at most four characters and at most a fifth', () => {
    expect(maskSecret('hunter2')).toBe('h… (7 characters)');
    expect(maskSecret(noise('alnum', 40))).toMatch(/^.{4}… \(40 characters\)$/);
    expect(maskSecret('a\nb')).toBe('… (3 characters)');
    expect(secretIdentity('a')).not.toBe(secretIdentity('b'));
  });

  it('compute the check digits of tokens', () => {
    // CRC-32 of "123456789" is 0xCBF43926, which is 3jZRME to the base 62.
    expect(base62Crc32('123456789')).toBe('3jZRME');
    expect(hasValidTokenChecksum(sample('npm', '_', 'short'))).toBe(false);
  });

  it('find overlapping keywords in any case', () => {
    const { classOf, next, acceptFrom, accepted, classCount } = buildKeywordAutomaton(['he', 'she', 'his', 'hers']);
    const found: string[] = [];
    let state = 0;
    for (const [index, char] of 'uSHErs'.split('').entries()) {
      state = next[state + (classOf[char.charCodeAt(0)] ?? 0)] ?? 0;
      for (const word of accepted[(state - acceptFrom) / classCount] ?? []) found.push(`${word}@${index}`);
    }
    expect(found).toEqual(['1@3', '0@3', '3@5']);
  });

  it('know kinds of paths', () => {
    expect(['a/dist/x.js', 'x.PNG', 'venv/a.py', 'yarn.lock'].every((path) => isSkipped(path))).toBe(true);
    expect(['builder/a', '.lock', 'a.min.js', 'distribution/x'].some((path) => isSkipped(path))).toBe(false);
    expect(['test_a/x', 'x/__fixtures__/y', 'a_test.go', 'mocks/a'].every((path) => isTestPath(path))).toBe(true);
    expect(['latest_/x', 'mocker.py', 'tests/a.py', 'contest.py'].some((path) => isTestPath(path))).toBe(false);
    expect(['.env', 'a/.env.local', 'prod.env', 'x.env.bak'].every((path) => isEnvFile(path))).toBe(true);
    expect(['environment', 'a.envx', '.env/x'].some((path) => isEnvFile(path))).toBe(false);
    expect([isTemplate('.env.example'), isTemplate('config.sample.yml'), isTemplate('sample.py')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
