import { parseFinding, SecureScanError } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { complianceCoverage } from './coverage.ts';
import { withParents } from './cwe-parents.ts';
import { parseFramework } from './framework.ts';
import { findTag, FRAMEWORKS, listFrameworks, tagsMatching } from './frameworks.ts';
import { complianceTags, createTagger } from './tagging.ts';

function finding(json: Record<string, unknown>) {
  return parseFinding({ scanner: 'semgrep', scan_type: 'code', severity: 'low', title: 'x', ...json });
}

describe('compliance data', () => {
  it('has distinct ids, and parents that exist in the same framework', () => {
    const ids = FRAMEWORKS.flatMap(({ controls }) => controls.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { controls, tagPrefix } of FRAMEWORKS) {
      const own = new Set(controls.map(({ id }) => id));
      for (const { id, parent } of controls) {
        expect(id.startsWith(`${tagPrefix}-`)).toBe(true);
        expect(parent === undefined || own.has(parent)).toBe(true);
      }
    }
  });

  it('counts the controls of each framework without their parts', () => {
    expect(listFrameworks().map(({ id, total_controls: total }) => [id, total])).toEqual([
      ['cis-controls-v8', 18],
      ['owasp-top10-2021', 10],
      ['pci-dss-v4', 12],
      ['soc2', 8],
    ]);
  });

  it('climbs from every weakness to an end', () => {
    for (let cwe = 1; cwe < 1500; cwe += 1) expect(withParents(cwe).length).toBeLessThan(8);
    expect(withParents(95)).toEqual([95, 94, 74]);
  });
});

describe('tags', () => {
  it.each<[string, string]>([
    ['OWASP-A03', 'OWASP-A03'],
    ['A03', 'OWASP-A03'],
    ['owasp-a03', 'OWASP-A03'],
    ['CIS-03', 'CIS-3'],
    ['CIS-3', 'CIS-3'],
    ['PCI-6', 'PCI-DSS-6'],
    ['SOC2-CC7.1', 'SOC2-CC7.1'],
  ])('%s is %s', (text, id) => {
    expect(findTag(text)?.id).toBe(id);
  });

  it('a filter on a control means its parts too, and on nothing known just itself', () => {
    expect(tagsMatching('PCI-6')).toEqual(['PCI-DSS-6', 'PCI-DSS-6.5.1']);
    expect(tagsMatching('%')).toEqual(['%']);
    expect(findTag('nope')).toBeNull();
  });

  it('answers equal lists as one list, and still rightly after thousands of texts', () => {
    const tagger = createTagger();
    const first = tagger(finding({ rule_id: 'A', cwe: 'CWE-89' }));
    expect(tagger(finding({ rule_id: 'B', cwe: 'CWE-89' }))).toBe(first);
    const texts = Array.from({ length: 2500 }, (_, i) => tagger(finding({ title: `SQL injection in call ${i}` })));
    expect(texts[0]).not.toEqual([]);
    expect(new Set(texts).size).toBe(1);
  });

  it('carries the documented tags of the documented finding', () => {
    const tags = complianceTags(finding({ cwe: 'CWE-95', rule_id: 'python.lang.security.audit.eval-detected' }));
    expect(tags).toEqual(expect.arrayContaining(['OWASP-A03', 'PCI-DSS-6.5.1', 'SOC2-CC7.1']));
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['abbreviations only as written', { title: 'No IDS in place' }, ['CIS-13', 'PCI-DSS-11']],
    ['lower-case ids are ids', { title: 'missing ids' }, []],
    ['a plural', { title: 'weak ciphers' }, ['OWASP-A02']],
    ['a plural of a keyword', { title: 'two firewalls' }, ['CIS-12', 'PCI-DSS-1.2']],
    ['not inside a word', { title: 'executive tips on rehashing' }, []],
    ['a phrase over two words only together', { title: 'red herring, team' }, []],
    [
      'further weaknesses',
      { cwe: 'CWE-22', metadata: { cwes: ['CWE-22', 'CWE-918'] } },
      ['CIS-16', 'OWASP-A01', 'OWASP-A10', 'PCI-DSS-6'],
    ],
    ['a wider weakness', { cwe: 'CWE-23' }, ['OWASP-A01']],
    ['an unknown weakness leaves the words', { cwe: 'CWE-99999', title: 'SSRF' }, ['OWASP-A10']],
  ])('%s', (_name, json, expected) => {
    expect(complianceTags(finding(json))).toEqual(expected);
  });

  it('says why', () => {
    const whys = (json: Record<string, unknown>) =>
      Object.fromEntries(createTagger()(finding(json)).map(({ tag, why }) => [tag, why]));
    expect(whys({ cwe: 'CWE-23' })['OWASP-A01']).toBe('CWE-23');
    expect(whys({ cwe: 'CWE-95' })['CIS-16']).toBe('CWE-94 (parent of CWE-95)');
    expect(whys({ scanner: 'bandit', rule_id: 'B106' })['SOC2-CC6.1']).toBe('rule bandit:B106');
    expect(whys({ title: 'firewall' })['CIS-12']).toBe('word firewall');
  });
});

describe('coverage', () => {
  it('gives both shapes, a part counting for its control', () => {
    const tagged = [{ ...finding({}), complianceTags: ['OWASP-A03', 'OWASP-A07', 'PCI-DSS-6.5.1'] }];
    const { coverage, frameworks } = complianceCoverage(tagged);
    expect(frameworks['OWASP']).toMatchObject({ observed: ['A03', 'A07'], coverage_pct: 20 });
    expect(frameworks['PCI-DSS']?.observed).toEqual(['6', '6.5.1']);
    expect(coverage.find(({ framework_id: id }) => id === 'pci-dss-v4')).toMatchObject({
      controls_violated: ['PCI-DSS-6'],
      coverage_percentage: 8.3,
    });
  });

  it('a suppressed finding touches nothing', () => {
    const hidden = { ...finding({ metadata: { suppressed_by: 'config' } }), complianceTags: ['OWASP-A03'] };
    expect(complianceCoverage([hidden]).frameworks['OWASP']?.observed).toEqual([]);
  });

  it('tells the controls that nothing can touch', () => {
    const cis = complianceCoverage([]).coverage[0];
    expect(cis?.controls_detectable).not.toContain('CIS-14');
    expect(cis?.controls_detectable).toContain('CIS-16');
  });
});

describe('parseFramework', () => {
  it('refuses a file of another shape with the name of the framework', () => {
    expect(() => parseFramework('mine', { framework: 'Mine', controls: [] })).toThrow(SecureScanError);
    expect(() => parseFramework('mine', null)).toThrow(/mine/);
  });
});
