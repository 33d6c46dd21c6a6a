import { asFingerprint, asRepoPath, countSeverities } from '@securescan/model';
import type { Finding, ScanSummary } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { decideAi } from './decide.ts';
import type { AiChoice } from './decide.ts';
import { enrichFindings, toAiSubject } from './enrich.ts';
import type { AiEnricher, AiSubject } from './enrich.ts';
import { redact } from './redact.ts';

interface GateInput {
  readonly command: AiChoice['command'];
  readonly ai: boolean;
  readonly no_ai: boolean;
  readonly ci_env?: string;
  readonly config_ai: boolean | null;
}

testVectors<GateInput, boolean>(
  'ai_gate',
  ({ command, ai, no_ai, ci_env, config_ai }) =>
    decideAi({ command, ai, noAi: no_ai, configured: config_ai, ciVariable: ci_env }).enabled,
);

describe('decideAi', () => {
  const choice = { command: 'scan', ai: false, noAi: false, configured: null, ciVariable: undefined } as const;

  it('refuses both flags', () => {
    expect(() => decideAi({ ...choice, ai: true, noAi: true })).toThrow('--ai and --no-ai exclude each other');
  });

  it('does not let the configuration reach the baseline', () => {
    expect(decideAi({ ...choice, command: 'baseline', configured: true })).toEqual({ enabled: false, by: 'default' });
    expect(decideAi({ ...choice, command: 'baseline', ai: true })).toEqual({ enabled: true, by: 'flag' });
  });

  it('says that it was CI that decided', () => {
    expect(decideAi({ ...choice, configured: true, ciVariable: '1' })).toEqual({ enabled: false, by: 'ci' });
  });
});

// Put together here, so that no text of the repository looks like a key.
const KEY = ['AKIA', 'Q3EXAMPLE', '7ZB2LMNO'].join('');
const PEM_BEGIN = ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ');
const TOKEN = ['ghp', '_', 'a1B2c3D4e5F6g7H8', 'i9J0k1L2m3N4o5P6'].join('');

describe('redact', () => {
  it.each([
    ['a cloud key', `found ${KEY} here`, KEY],
    ['a token in an assignment', `token = "${TOKEN}"`, TOKEN],
    ['a short password', 'db_password: hunter2', 'hunter2'],
    ['a quoted password with blanks', 'PASSWORD="open the door"', 'open the door'],
    ['credentials in a URL', 'postgres://app:s3cr3t@db/x', 's3cr3t'],
    ['a header', 'Authorization: Bearer abcdef123456', 'abcdef123456'],
    ['a private key', `${PEM_BEGIN}\nMIIEvQ\n${PEM_BEGIN.replace('BEGIN', 'END')}`, 'MIIEvQ'],
    ['a private key without an end', `${PEM_BEGIN}\nMIIEvQ`, 'MIIEvQ'],
  ])('takes out %s', (_name, text, secret) => {
    expect(redact(text, 1000)).not.toContain(secret);
  });

  it('leaves ordinary sentences alone', () => {
    const text = 'Use of eval() in src/components/authentication-provider/index.ts allows code injection (CWE-95).';
    expect(redact(text, 1000)).toBe(text);
  });

  it('does not let a secret through because it is cut', () => {
    expect(redact(`${'x '.repeat(10)}${TOKEN}`, 30)).not.toContain('a1B2');
  });

  it('takes time in proportion to the text', () => {
    for (const part of ['-----BEGIN ', 'password', 'a://', 'bearer ', 'secret_', "token='"]) {
      const startedMs = performance.now();
      redact(part.repeat(20_000), 100_000);
      expect(performance.now() - startedMs, part).toBeLessThan(15_000);
    }
  });
});

const finding = (over: Partial<Finding>): Finding => ({
  id: 'x',
  scanId: 's',
  scanner: 'bandit',
  scanType: 'code',
  severity: 'high',
  title: 'Use of eval()',
  description: 'Runs text as code.',
  filePath: asRepoPath('a.py'),
  lineStart: 3,
  lineEnd: null,
  column: null,
  ruleId: 'B307',
  cwe: 'CWE-95',
  remediation: 'Use ast.literal_eval.',
  metadata: {},
  complianceTags: [],
  fingerprint: asFingerprint('f'),
  ...over,
});

const summary: ScanSummary = {
  total: 0,
  counts: countSeverities([]),
  riskScore: 0,
  suppressed: { inline: 0, config: 0, baseline: 0 },
};

/** A service that keeps what it was told. */
function listeningService(answer: string | null) {
  const heard: AiSubject[] = [];
  const enricher: AiEnricher = {
    name: 'test-model',
    advise(subject) {
      heard.push(subject);
      return answer === null ? Promise.reject(new Error('down')) : Promise.resolve(answer);
    },
    summarise: () => Promise.resolve('One severe problem.'),
  };
  return { enricher, heard };
}

describe('enrichFindings', () => {
  const { signal } = new AbortController();

  it('puts advice beside the remediation of the scanner, never in its place', async () => {
    const { enricher } = listeningService('Parse it.\u001b[31m');
    const { findings, aiSummary } = await enrichFindings([finding({})], summary, enricher, signal);
    expect(findings[0]?.remediation).toBe('Use ast.literal_eval.');
    expect(findings[0]?.metadata['ai_remediation']).toEqual({ text: 'Parse it.[31m', by: 'test-model' });
    expect(aiSummary).toBe('One severe problem.');
  });

  it('sends severe, shown findings only, and equal ones once', async () => {
    const { enricher, heard } = listeningService('x');
    const list = [
      finding({}),
      finding({ lineStart: 9 }),
      finding({ severity: 'medium', title: 'medium' }),
      finding({ title: 'hidden', metadata: { suppressed_by: 'config' } }),
    ];
    const { findings } = await enrichFindings(list, summary, enricher, signal);
    expect(heard.map(({ title }) => title)).toEqual(['Use of eval()']);
    expect(findings.map(({ metadata }) => 'ai_remediation' in metadata)).toEqual([true, true, false, false]);
  });

  it('sends neither the value nor the description of a secret', () => {
    const subject = toAiSubject(
      finding({
        scanner: 'secrets',
        title: `Key ${KEY}`,
        description: `line: ${KEY}`,
        snippet: KEY,
        metadata: { match: KEY },
      }),
    );
    expect(JSON.stringify(subject)).not.toContain(KEY);
    expect(subject.description).toBe('');
  });

  it('gives findings back as they were when the service fails, and says so', async () => {
    const { enricher } = listeningService(null);
    const list = [finding({})];
    const { findings, notices } = await enrichFindings(list, summary, enricher, signal);
    expect(findings).toEqual(list);
    expect(notices).toEqual(['test-model did not answer 1 of 2 questions']);
  });

  it('asks nothing once it is cancelled', async () => {
    const { enricher, heard } = listeningService('x');
    const { aiSummary } = await enrichFindings([finding({})], summary, enricher, AbortSignal.abort());
    expect({ heard, aiSummary }).toEqual({ heard: [], aiSummary: null });
  });
});
