import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEVERITIES } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { checkDockerfile } from '../dockerfile/file-check.ts';
import { dockerfileRules } from '../dockerfile/rules/index.ts';
import { findDefaultRules, loadRuleCatalogue, scanners } from '../index.ts';

const packs = globSync('*.yml', { cwd: findDefaultRules() }).map((name) =>
  readFileSync(join(findDefaultRules(), name), 'utf8'),
);
const catalogue = await loadRuleCatalogue(packs);

/** Rule ids that stand whole in the sources of the built-in scanners, as they write them into findings. */
function listIdsInSources(): readonly string[] {
  const source = join(import.meta.dirname, '..');
  const texts = globSync(['{baseline,builtin-dast,dockerfile,git-hygiene,licenses}/**/*.ts'], { cwd: source })
    .filter((path) => !/\.test\.ts$|rules\.ts$/.test(path))
    .map((path) => readFileSync(join(source, path), 'utf8'));
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(/'((?:licenses|git-hygiene|secrets|dockerfile)\/[a-z][\w-]+)'/g)].map(([, id]) => id ?? ''),
    ...[...text.matchAll(/\brule: '([a-z][\w-]+)'/g)].map(([, id]) => id ?? ''),
    ...[...text.matchAll(/\brule: '([A-Z]+-\d{3})'/g)].map(([, id]) => `BASELINE-${id ?? ''}`),
  ]);
  return [...new Set(found)].toSorted();
}

describe('the rule catalogue', () => {
  it('has each rule once, whole', () => {
    expect(catalogue.rules.length).toBeGreaterThan(350);
    expect(new Set(catalogue.rules.map(({ id }) => id.toLowerCase())).size).toBe(catalogue.rules.length);
    for (const rule of catalogue.rules) {
      expect(Object.keys(scanners), rule.id).toContain(rule.scanner);
      expect(SEVERITIES, rule.id).toContain(rule.severity);
      expect(rule.cwe ?? 'CWE-1', rule.id).toMatch(/^CWE-[1-9]\d*$/);
      for (const text of [rule.title, rule.description, rule.remediation])
        expect(text.length, rule.id).toBeGreaterThan(8);
      expect(rule.description, rule.id).toMatch(/[.!]$/);
      for (const address of rule.references) expect(address, rule.id).toMatch(/^https:\/\/\S+$/);
      if (rule.id !== 'BASELINE-SCOPE-001') expect(rule.references.length, rule.id).toBeGreaterThan(0);
    }
  });

  it('has every scanner that finds things by itself, in registry order', () => {
    const order = [...new Set(catalogue.rules.map(({ scanner }) => scanner))];
    expect(order).toEqual(Object.keys(scanners).filter((id) => order.includes(id)));
    expect(order).toEqual([
      'semgrep',
      'baseline',
      'secrets',
      'licenses',
      'dockerfile',
      'git-hygiene',
      'builtin_dast',
      'waf',
    ]);
  });

  it('has every rule that the sources of a scanner name', () => {
    const ids = listIdsInSources();
    expect(ids.length).toBeGreaterThan(40);
    expect(ids.filter((id) => catalogue.find(id) === null)).toEqual([]);
  });

  it.each([
    ['secrets/aws-access-key', 'secrets/aws-access-key'],
    ['SECRETS/AWS-Access-Key', 'secrets/aws-access-key'],
    ['aws-access-key', 'secrets/aws-access-key'],
    ['DL001', 'dockerfile/DL001'],
    ['ssh-001', 'BASELINE-SSH-001'],
    ['secrets/git-history-aws-access-key', 'secrets/git-history-aws-access-key'],
    ['git-hygiene/missing-ignore-coverage', 'git-hygiene/missing-ignore-coverage'],
    ['python-eval', 'python-eval'],
    ['secrets/git-history-nothing', null],
    ['', null],
    ['__proto__', null],
  ])('finds %j as %j', (id, expected) => {
    expect(catalogue.find(id)?.id ?? null).toBe(expected);
  });

  it('shows no secret in an example', () => {
    for (const { id, scanner, example } of catalogue.rules) {
      if (scanner !== 'secrets') continue;
      expect(example?.bad, id).toMatch(/… \(\d+ characters\)/);
      expect(example?.bad, id).not.toMatch(/[A-Za-z0-9+/]{40}/);
    }
  });

  it.each(dockerfileRules.map((rule) => [rule.id, rule] as const))(
    '%s says what its example says',
    (id, { example }) => {
      const find = (text: string): readonly (string | null)[] =>
        checkDockerfile(text.startsWith('FROM') ? text : `FROM x:1\n${text}\n`).map(({ ruleId }) => ruleId);
      expect(find(example?.bad ?? '')).toContain(`dockerfile/${id}`);
      expect(find(example?.good ?? '')).not.toContain(`dockerfile/${id}`);
    },
  );
});

describe('rules of other programs', () => {
  it.each([
    ['b307', 'bandit', 'B307', 'https://bandit.readthedocs.io/en/latest/blacklists/blacklist_calls.html'],
    [
      'B602',
      'bandit',
      'B602',
      'https://bandit.readthedocs.io/en/latest/plugins/b602_subprocess_popen_with_shell_equals_true.html',
    ],
    ['B404', 'bandit', 'B404', 'https://bandit.readthedocs.io/en/latest/blacklists/blacklist_imports.html'],
    ['CKV_AWS_24', 'checkov', 'CKV_AWS_24', 'https://www.checkov.io/5.Policy%20Index/all.html'],
    ['cve-2021-44228', 'trivy', 'CVE-2021-44228', 'https://nvd.nist.gov/vuln/detail/CVE-2021-44228'],
    ['ghsa-35JH-r3h4-6jhm', 'npm-audit', 'GHSA-35jh-r3h4-6jhm', 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm'],
    ['safety/36546', 'safety', 'safety/36546', 'https://data.safetycli.com/v/36546/'],
    ['zap-10038', 'zap', 'zap-10038', 'https://www.zaproxy.org/docs/alerts/10038/'],
    ['open-port-23', 'nmap', 'open-port-23', 'https://nmap.org/book/man-port-scanning-basics.html'],
    [
      'python.lang.security.audit.eval-detected.eval-detected',
      'semgrep',
      'python.lang.security.audit.eval-detected.eval-detected',
      'https://semgrep.dev/r/python.lang.security.audit.eval-detected.eval-detected',
    ],
  ])('%s belongs to %s', (id, scanner, spelled, address) => {
    expect(catalogue.describeExternal(id)).toMatchObject({
      id: spelled,
      scanner,
      references: expect.arrayContaining([address]) as unknown,
    });
  });

  it('are told from anything else', () => {
    expect(
      ['', 'nonsense', 'B3070', 'CKV_', 'open-port-123456', 'a.b', 'safety/x'].map((id) =>
        catalogue.describeExternal(id),
      ),
    ).toEqual(Array(7).fill(null));
  });
});
