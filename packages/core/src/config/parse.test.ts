import { SecureScanError } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { formatConfigIssue } from './parse.ts';
import { parseConfig, parseConfigOrThrow } from './parse.ts';

/** The issues of a text, a line each. */
function issuesOf(text: string): string[] {
  const parsed = parseConfig(text);
  return parsed.ok ? [] : parsed.issues.map((issue) => formatConfigIssue('c.yml', issue));
}

function configOf(text: string) {
  const parsed = parseConfig(text);
  if (!parsed.ok) throw new Error(issuesOf(text).join('\n'));
  return parsed.config;
}

describe('parseConfig', () => {
  it('reads every key', () => {
    const text = `version: 1
scan_types: [code, iac]
severity_overrides: { B101: Low }
ignored_rules:
  - B106
  - id: R2
    path: tests/**
    reason: fixtures
    until: 2027-01-31
semgrep_rules: [./rules, p/ci]
fail_on_severity: NONE
ai: off
exclude: ['vendor/**']
baseline: .securescan/baseline.json
licenses: { allow: [MIT], deny: [GPL-3.0-only] }
scanners:
  semgrep: { timeout: 600 }
  nmap: { enabled: no }
`;
    expect(configOf(text)).toEqual({
      scanTypes: ['code', 'iac'],
      severityOverrides: { B101: 'low' },
      ignoredRules: [
        { id: 'B106', path: null, reason: null, until: null },
        { id: 'R2', path: 'tests/**', reason: 'fixtures', until: '2027-01-31' },
      ],
      semgrepRules: ['rules', 'p/ci'],
      failOnSeverity: 'none',
      ai: false,
      exclude: ['vendor/**'],
      baseline: '.securescan/baseline.json',
      licences: { allow: ['MIT'], deny: ['GPL-3.0-only'] },
      scanners: { semgrep: { enabled: true, timeoutMs: 600_000 }, nmap: { enabled: false, timeoutMs: null } },
      scannerOptions: { zap: {} },
      keys: [
        'version',
        'scan_types',
        'severity_overrides',
        'ignored_rules',
        'semgrep_rules',
        'fail_on_severity',
        'ai',
        'exclude',
        'baseline',
        'licenses',
        'scanners',
      ],
    });
  });

  it('has the options of single scanners', () => {
    const text = `
scanners:
  trivy: { scanners: [vuln, license], skip_db_update: on, offline: no, timeout: 60 }
  zap: { passive_only: true }
  nmap: { targets: [10.0.0.0/8, '*.example.test'] }
  waf: { controls: [./policy] }
`;
    expect(configOf(text)).toMatchObject({
      scanners: { trivy: { enabled: true, timeoutMs: 60_000 } },
      scannerOptions: {
        trivy: { scanners: ['vuln', 'license'], skipDbUpdate: true, offline: false },
        zap: { passiveOnly: true },
        nmapTargets: ['10.0.0.0/8', '*.example.test'],
        wafControls: ['./policy'],
      },
    });
  });

  it.each<[string, string, string[]]>([
    [
      'an option of another scanner',
      'scanners: { zap: { ofline: yes }, trivy: { ofline: yes, scanners: [] } }\n',
      [
        'c.yml:1:67: scanners.trivy.scanners: must name at least one of vuln, misconfig, secret, license',
        "c.yml:1:44: scanners.trivy.ofline: unknown key 'ofline' (did you mean 'offline'?)",
        "c.yml:1:20: scanners.zap.ofline: unknown key 'ofline'; known keys: enabled, timeout, passive_only",
      ],
    ],
    [
      'a misspelt key, where it stands',
      'ai: true\nscan-types: [code]\n',
      ["c.yml:2:1: scan-types: unknown key 'scan-types' (did you mean 'scan_types'?)"],
    ],
    [
      'a misspelt severity',
      'severity_overrides:\n  B1: low\n  B2:   hihg\n',
      [
        "c.yml:3:9: severity_overrides.B2: 'hihg' is not valid; use one of critical, high, medium, low, info (did you mean 'high'?)",
      ],
    ],
    ['another version', 'version: 2\n', ['c.yml:1:10: version: the number 2 is not valid; only 1 is supported']],
    [
      'a number as a rule',
      'ignored_rules: [B1, 123]\n',
      ['c.yml:1:21: ignored_rules[1]: must be a text, not the number 123; write it in quotes'],
    ],
    [
      'a misspelt key of an ignored rule',
      'ignored_rules:\n  - { id: R, reasn: x }\n',
      ["c.yml:2:14: ignored_rules[0].reasn: unknown key 'reasn' (did you mean 'reason'?)"],
    ],
    ['an ignored rule without id', 'ignored_rules: [{ path: x }]\n', ['c.yml:1:17: ignored_rules[0].id: is missing']],
    [
      'a day that is none',
      'ignored_rules: [{ id: R, until: 2026-02-30 }]\n',
      ["c.yml:1:33: ignored_rules[0].until: must be a date such as 2027-01-31, not '2026-02-30'"],
    ],
    [
      'a text as time limit',
      'scanners: { a: { timeout: 5m } }\n',
      ["c.yml:1:27: scanners.a.timeout: must be a number, not '5m'"],
    ],
    ['a list where a mapping belongs', 'licenses: [MIT]\n', ['c.yml:1:11: licenses: must be a mapping, not a list']],
    ['nothing where a list belongs', 'exclude:\n', ['c.yml:1:9: exclude: must be a list, not nothing']],
    [
      'all that is wrong at once',
      'foo: 1\nscan_types: [x, code, y]\n',
      [
        "c.yml:2:14: scan_types[0]: 'x' is not valid; use one of code, dependency, iac, baseline, dast, network",
        "c.yml:2:23: scan_types[2]: 'y' is not valid; use one of code, dependency, iac, baseline, dast, network",
        "c.yml:1:1: foo: unknown key 'foo'; known keys: version, scan_types, severity_overrides, ignored_rules, semgrep_rules, fail_on_severity, ai, exclude, baseline, licenses, scanners",
      ],
    ],
    [
      'a key that is there twice',
      'ai: true\n\nai: false\n',
      ["c.yml:3:1: malformed YAML: the key 'ai' is there twice"],
    ],
    [
      'a key that is there twice further in',
      'severity_overrides:\n  R: low\n  R: high\n',
      ["c.yml:3:3: malformed YAML: the key 'R' is there twice"],
    ],
    [
      'an alias without an anchor',
      'ignored_rules: *x\n',
      ['c.yml:1:16: malformed YAML: the alias *x has no anchor before it'],
    ],
    ['an alias in itself', 'exclude: &x [*x]\n', ['c.yml:1:14: malformed YAML: the alias *x contains itself']],
    [
      'a tag',
      'ai: !!python/object:os.system x\n',
      ['c.yml:1:5: malformed YAML: Unresolved tag: tag:yaml.org,2002:python/object:os.system'],
    ],
    [
      'a second document',
      'ai: true\n---\nai: false\n',
      ['c.yml:2:1: malformed YAML: a second document starts here; a configuration is one document'],
    ],
    [
      'a NUL byte',
      'ai: true\nexclude: ["a\0b"]\n',
      ['c.yml:2:13: malformed YAML: control character U+0000; is this a text file in UTF-8?'],
    ],
    [
      'the key of all objects',
      '__proto__: { ai: true }\n',
      ['c.yml:1:1: malformed YAML: the key __proto__ is not allowed'],
    ],
    [
      'a merge of no mapping',
      '<<: [1]\n',
      ['c.yml:1:1: malformed YAML: the merge key << takes a mapping or a list of mappings'],
    ],
  ])('points at %s', (_name, text, lines) => {
    expect(issuesOf(text)).toEqual(lines);
  });

  it('counts lines after a byte order mark and CRLF as editors do', () => {
    expect(issuesOf('\uFEFFai: true\r\nfoo: 1\r\n')[0]).toMatch(/^c\.yml:2:1: foo: /);
  });

  it('lets own keys win over merged ones, and earlier merges over later ones', () => {
    const text = 'severity_overrides:\n  <<: [{ A: low, B: low }, { A: high, C: high }]\n  B: info\n';
    expect(configOf(text).severityOverrides).toEqual({ A: 'low', B: 'info', C: 'high' });
  });

  it('keeps YAML 1.2 whatever the file says of its version', () => {
    expect(configOf('%YAML 1.1\n---\nignored_rules: [no]\n').ignoredRules[0]?.id).toBe('no');
  });

  it('throws all issues together where they are an error', () => {
    expect(() => parseConfigOrThrow('foo: 1\nbar: 2\n', 'c.yml')).toThrow(SecureScanError);
    expect(() => parseConfigOrThrow('ai: maybe\n', 'c.yml')).toThrow(
      "c.yml:1:5: ai: must be true or false, not 'maybe'",
    );
  });
});

describe('a hostile configuration', () => {
  it.each([40, 1000, 5000, 50_000])(
    'of %d levels is refused at the same place, however deep the parser gets',
    (depth) => {
      const place = 'c.yml:1:42: malformed YAML: nested deeper than 32 levels';
      expect(issuesOf(`exclude: ${'['.repeat(depth)}${']'.repeat(depth)}`)).toEqual([place]);
    },
  );

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat('bcdefghi'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]}, `.repeat(9)}]`))
    .join('\n');

  it.each<[string, string, RegExp]>([
    ['billions of aliases', bomb, /more than 20000 values once aliases are expanded$/],
    ['deep lists', `exclude: ${'['.repeat(5000)}`, /nested deeper than 32 levels$/],
    ['deep and closed lists', `exclude: ${'['.repeat(5000)}${']'.repeat(5000)}`, /nested deeper than 32 levels$/],
    ['deep mappings', `scanners: ${'{a: '.repeat(5000)}`, /nested deeper than 32 levels$/],
    ['deep dashes', '- '.repeat(20_000), /nested deeper than 32 levels$/],
    ['millions of characters', 'a'.repeat(10_000_000), /10000000 characters; a configuration has at most 262144$/],
    [
      'many keys',
      Array.from({ length: 30_000 }, (_, n) => `k${n}: 1`)
        .join('\n')
        .slice(0, 262_000),
      /more than 20000 values/,
    ],
    ['many anchors', Array.from({ length: 15_000 }, (_, n) => `- &a${n} x`).join('\n'), /got list$/],
    ['bytes of a program', `\u007fELF${'\0'.repeat(1000)}`, /control character U\+007F/],
  ])('with %s gives one clear error, soon', (_name, text, message) => {
    const startedMs = performance.now();
    const lines = issuesOf(text);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(message);
  });
});
