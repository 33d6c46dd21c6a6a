import { parseFinding } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { measureCpuMs } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { dedupe } from './dedupe.ts';

interface Fields {
  rule_id?: string;
  [key: string]: unknown;
}

function finding(scanner: string, json: Fields, extra: Partial<Finding> = {}): Finding {
  return {
    ...parseFinding({
      scanner,
      scan_type: 'code',
      severity: 'medium',
      title: `${scanner} says ${json.rule_id ?? ''}`,
      file_path: 'a.py',
      line_start: 3,
      ...json,
    }),
    ...extra,
  };
}

/** `scanner:rule ← witnesses`, in output order. */
function merged(...findings: Finding[]): string[] {
  return dedupe(findings).map(({ scanner, ruleId, metadata }) => {
    const witnesses = (metadata.also_reported_by ?? []).map((w) => `${w.scanner}:${w.rule_id ?? '-'}:${w.severity}`);
    return `${scanner}:${ruleId ?? '-'}${witnesses.length > 0 ? ` ← ${witnesses.join(' ')}` : ''}`;
  });
}

describe('dedupe', () => {
  it('merges one weakness on one line, seen by two scanners', () => {
    const a = finding('bandit', { rule_id: 'B608', cwe: 'CWE-89', severity: 'high' });
    const b = finding('semgrep', { rule_id: 'sql', cwe: 'CWE-89', severity: 'low' });
    expect(merged(a, b)).toEqual(['semgrep:sql ← bandit:B608:high']);
    expect(merged(b, a)).toEqual(['semgrep:sql ← bandit:B608:high']);
  });

  it('merges equal rules that state other weaknesses', () => {
    expect(
      merged(
        finding('bandit', { rule_id: 'B307', cwe: 'CWE-78' }),
        finding('semgrep', { rule_id: 'python.lang.security.audit.eval-detected', cwe: 'CWE-95' }),
      ),
    ).toEqual(['semgrep:python.lang.security.audit.eval-detected ← bandit:B307:medium']);
  });

  it('lets the scanner that knows credentials speak of credentials', () => {
    expect(
      merged(
        finding('semgrep', { rule_id: 'generic.secrets.security.detected-aws-key', severity: 'critical' }),
        finding('bandit', { rule_id: 'B105', severity: 'low' }),
        finding('secrets', { rule_id: 'secrets/aws-access-key', severity: 'high' }),
      ),
    ).toEqual([
      'secrets:secrets/aws-access-key ← bandit:B105:low semgrep:generic.secrets.security.detected-aws-key:critical',
    ]);
  });

  it.each<[string, Fields]>([
    ['another weakness', { cwe: 'CWE-79' }],
    ['another line', { cwe: 'CWE-89', line_start: 4 }],
    ['another file', { cwe: 'CWE-89', file_path: 'b.py' }],
    ['no line', { cwe: 'CWE-89', line_start: null }],
  ])('keeps apart: %s', (_name, other) => {
    expect(merged(finding('semgrep', { cwe: 'CWE-89' }), finding('bandit', other))).toHaveLength(2);
  });

  it('merges ranges that overlap', () => {
    expect(
      merged(
        finding('semgrep', { cwe: 'CWE-78', line_start: 10, line_end: 13 }),
        finding('bandit', { cwe: 'CWE-78', line_start: 12 }),
      ),
    ).toHaveLength(1);
  });

  it('does not let a long range swallow hits far apart', () => {
    expect(
      merged(
        finding('semgrep', { rule_id: 'R', cwe: 'CWE-78', line_start: 1, line_end: 90 }),
        finding('bandit', { rule_id: 'B', cwe: 'CWE-78', line_start: 40 }),
        finding('bandit', { rule_id: 'B', cwe: 'CWE-78', line_start: 2 }),
      ),
    ).toEqual(['semgrep:R ← bandit:B:medium', 'bandit:B']);
  });

  it('merges at most one hit of a rule with another finding', () => {
    expect(
      merged(
        finding('semgrep', { rule_id: 'R', cwe: 'CWE-78', line_start: 1, line_end: 5 }),
        finding('bandit', { rule_id: 'B', cwe: 'CWE-78', line_start: 2 }),
        finding('bandit', { rule_id: 'B', cwe: 'CWE-78', line_start: 4 }),
      ),
    ).toEqual(['semgrep:R ← bandit:B:medium', 'bandit:B']);
  });

  it('keeps two rules of one scanner apart: one may be ignored while the other must not be', () => {
    expect(
      merged(
        finding('bandit', { rule_id: 'B602', cwe: 'CWE-78' }),
        finding('bandit', { rule_id: 'B607', cwe: 'CWE-78' }),
      ),
    ).toEqual(['bandit:B602', 'bandit:B607']);
  });

  it('merges two rules of one scanner that are known to be equal', () => {
    expect(
      merged(
        finding('semgrep', { rule_id: 'a.python-shell-command', cwe: 'CWE-78' }),
        finding('semgrep', { rule_id: 'a.python-command-from-request', cwe: 'CWE-78', severity: 'critical' }),
      ),
    ).toEqual(['semgrep:a.python-command-from-request ← semgrep:a.python-shell-command:medium']);
  });

  it.each([
    ['one check of each', 'ss-sec-050.tf.aws.rotation', ['CKV_AWS_7']],
    ['a check for which checkov has four', 'ss-sec-010.tf.aws.settings', ['CKV_AWS_53', 'CKV_AWS_55']],
  ])('merges what waf and checkov say of one resource: %s', (_name, ours, theirs) => {
    const a = finding('waf', { rule_id: ours, line_start: 44, line_end: 44 });
    const others = theirs.map((id) => finding('checkov', { rule_id: id, line_start: 1, line_end: 60 }));
    expect(merged(a, ...others)).toEqual([`waf:${ours} ← ${theirs.map((id) => `checkov:${id}:medium`).join(' ')}`]);
  });

  // What checkov reports of a file that lacks something has all its lines; ours have none.
  it.each<[string, string, string, Fields, Fields]>([
    ['no user', 'DL010', 'CKV_DOCKER_3', { line_start: null, cwe: 'CWE-250' }, { line_start: 1, line_end: 12 }],
    ['moving tag', 'DL001', 'CKV_DOCKER_7', { cwe: 'CWE-1104' }, { line_end: 3 }],
    ['no tag', 'DL012', 'CKV_DOCKER_7', { cwe: 'CWE-1104' }, { line_end: 3 }],
    ['last user is root', 'DL002', 'CKV_DOCKER_8', { cwe: 'CWE-250' }, { line_end: 3 }],
    ['port of SSH', 'DL005', 'CKV_DOCKER_1', { cwe: 'CWE-284' }, { line_end: 3 }],
    ['ADD of an address', 'DL006', 'CKV_DOCKER_4', { cwe: 'CWE-494' }, { line_end: 3 }],
    ['ADD of a file', 'DL017', 'CKV_DOCKER_4', {}, { line_end: 3 }],
    ['sudo', 'DL014', 'CKV2_DOCKER_1', { cwe: 'CWE-250', line_start: 5 }, { line_end: 6 }],
    ['unchecked download', 'DL015', 'CKV2_DOCKER_2', { cwe: 'CWE-295', line_start: 5 }, { line_end: 6 }],
    ['update alone', 'DL016', 'CKV_DOCKER_5', { cwe: 'CWE-1104', line_start: 5 }, { line_end: 6 }],
  ])('merges what dockerfile and checkov say of one thing: %s', (_name, ours, theirs, ourPlace, theirPlace) => {
    const a = finding('dockerfile', { rule_id: `dockerfile/${ours}`, ...ourPlace });
    const b = finding('checkov', { rule_id: theirs, ...theirPlace });
    expect(merged(a, b)).toEqual([`dockerfile:dockerfile/${ours} ← checkov:${theirs}:medium`]);
    expect(merged(b, a)).toEqual([`dockerfile:dockerfile/${ours} ← checkov:${theirs}:medium`]);
  });

  it.each<[string, Finding, Finding]>([
    [
      'two files without a user',
      finding('dockerfile', { rule_id: 'dockerfile/DL010', line_start: null, file_path: 'a/Dockerfile' }),
      finding('checkov', { rule_id: 'CKV_DOCKER_3', line_start: 1, line_end: 9, file_path: 'b/Dockerfile' }),
    ],
    [
      'another check about the whole file',
      finding('dockerfile', { rule_id: 'dockerfile/DL010', line_start: null }),
      finding('checkov', { rule_id: 'CKV_DOCKER_2', line_start: 1, line_end: 9 }),
    ],
    [
      'one check at two instructions',
      finding('dockerfile', { rule_id: 'dockerfile/DL005', line_start: 2 }),
      finding('checkov', { rule_id: 'CKV_DOCKER_1', line_start: 7, line_end: 7 }),
    ],
    [
      'two unchecked downloads in one instruction, seen by checkov alone',
      finding('checkov', { rule_id: 'CKV2_DOCKER_2', line_start: 3, line_end: 4 }),
      finding('checkov', { rule_id: 'CKV2_DOCKER_3', line_start: 3, line_end: 4 }),
    ],
  ])('keeps apart: %s', (_name, a, b) => {
    expect(dedupe([a, b])).toHaveLength(2);
  });

  it('merges one finding about the whole file per scanner and rule', () => {
    expect(
      merged(
        finding('dockerfile', { rule_id: 'dockerfile/DL010', line_start: null }),
        finding('semgrep', { rule_id: 'dockerfile.security.missing-user.missing-user', line_start: 4 }),
        finding('semgrep', { rule_id: 'dockerfile.security.missing-user.missing-user', line_start: 9 }),
      ),
    ).toEqual([
      'dockerfile:dockerfile/DL010 ← semgrep:dockerfile.security.missing-user.missing-user:medium',
      'semgrep:dockerfile.security.missing-user.missing-user',
    ]);
  });

  it('keeps two hits of one rule on one line apart by their columns', () => {
    const hit = (column: number): Finding => finding('semgrep', { rule_id: 'R', cwe: 'CWE-95', column });
    expect(merged(hit(1), hit(20), hit(1))).toEqual(['semgrep:R ← semgrep:R:medium', 'semgrep:R']);
  });

  it('never merges two advisories of one package, though weakness and line are the same', () => {
    const advisory = (scanner: string, rule: string, aliases: string[] = []): Finding =>
      finding(
        scanner,
        {
          rule_id: rule,
          cwe: 'CWE-400',
          scan_type: 'dependency',
          file_path: 'package-lock.json',
          metadata: { aliases },
        },
        { identity: 'left@1.0.0' },
      );
    expect(merged(advisory('trivy', 'CVE-1'), advisory('trivy', 'CVE-2'))).toHaveLength(2);
    expect(merged(advisory('trivy', 'CVE-1'), advisory('npm-audit', 'GHSA-2'))).toHaveLength(2);
    expect(merged(advisory('trivy', 'CVE-1'), advisory('npm-audit', 'GHSA-1', ['CVE-1']))).toEqual([
      'trivy:CVE-1 ← npm-audit:GHSA-1:medium',
    ]);
  });

  it('keeps two packages with one advisory apart', () => {
    const hit = (identity: string): Finding =>
      finding('trivy', { rule_id: 'CVE-1', title: 'CVE-1', scan_type: 'dependency' }, { identity });
    expect(merged(hit('left@1'), hit('right@1'))).toHaveLength(2);
  });

  it('takes the remediation of a witness where the survivor has none', () => {
    const [kept] = dedupe([
      finding('bandit', { cwe: 'CWE-89', remediation: 'Bind parameters.' }),
      finding('semgrep', { cwe: 'CWE-89' }),
    ]);
    expect(kept).toMatchObject({ scanner: 'semgrep', remediation: 'Bind parameters.' });
  });

  it('takes more findings of one file than a call can have arguments', () => {
    const hits = Array.from({ length: 150_000 }, (_, i) => finding('semgrep', { rule_id: 'R', line_start: i + 1 }));
    expect(dedupe(hits)).toHaveLength(150_000);
  });

  it('stays fast when thousands of hits stand on one line of a minified file', () => {
    const hits = Array.from({ length: 20_000 }, (_, i) =>
      finding(i % 2 === 0 ? 'semgrep' : 'bandit', { rule_id: `R${i}`, cwe: 'CWE-79', column: i + 1 }),
    );
    expect(measureCpuMs(() => expect(dedupe(hits).length).toBeGreaterThan(9000))).toBeLessThan(4000);
  });
});
