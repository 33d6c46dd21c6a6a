import { parseFinding } from '@securescan/model';
import type { Severity } from '@securescan/model';
import { measureCpuMs } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { applyOverrides } from './override.ts';

function severityOf(scanner: string, ruleId: string, overrides: Record<string, Severity>): Severity | undefined {
  const finding = parseFinding({ scanner, scan_type: 'code', severity: 'high', title: 'T', rule_id: ruleId });
  return applyOverrides([finding], overrides).findings[0]?.severity;
}

describe('applyOverrides', () => {
  it.each<[string, string, string, Record<string, Severity>, Severity]>([
    ['rule id', 'bandit', 'B105', { B105: 'low' }, 'low'],
    ['scanner and rule', 'bandit', 'B105', { 'bandit:B105': 'low' }, 'low'],
    ['another scanner', 'semgrep', 'B105', { 'bandit:B105': 'low' }, 'high'],
    ['glob', 'bandit', 'B105', { 'B1*': 'low' }, 'low'],
    ['scanner and glob', 'bandit', 'B105', { 'bandit:B1*': 'low' }, 'low'],
    ['question mark', 'bandit', 'B105', { 'B10?': 'low' }, 'low'],
    ['a glob covers the whole id', 'bandit', 'B105', { B1: 'low', 'B1?': 'info' }, 'high'],
    ['exact before glob', 'bandit', 'B105', { 'B*': 'info', B105: 'low' }, 'low'],
    ['scanner before rule alone', 'bandit', 'B105', { B105: 'info', 'bandit:B105': 'low' }, 'low'],
    ['the longer glob', 'bandit', 'B105', { 'B*': 'info', 'B10*': 'low' }, 'low'],
    ['a key of the prototype is none', 'bandit', 'constructor', {}, 'high'],
  ])('%s', (_name, scanner, ruleId, overrides, expected) => {
    expect(severityOf(scanner, ruleId, overrides)).toBe(expected);
  });

  it('gives back the original severity when the override is gone', () => {
    const finding = parseFinding({ scanner: 's', scan_type: 'code', severity: 'high', title: 'T', rule_id: 'R' });
    const lowered = applyOverrides([finding], { R: 'low' }).findings;
    expect(lowered[0]).toMatchObject({ severity: 'low', metadata: { original_severity: 'high' } });
    expect(applyOverrides(lowered, {}).findings).toEqual([finding]);
  });

  it('does not believe a stamp that is no severity', () => {
    const metadata = { original_severity: 'apocalyptic' };
    const finding = parseFinding({
      scanner: 's',
      scan_type: 'code',
      severity: 'high',
      title: 'T',
      rule_id: 'R',
      metadata,
    });
    expect(applyOverrides([finding], {}).findings[0]).toMatchObject({ severity: 'high', metadata: {} });
  });

  it('matches a hostile pattern in no time', () => {
    const pattern = `${'*a'.repeat(200)}b`;
    expect(measureCpuMs(() => severityOf('s', 'a'.repeat(5000), { [pattern]: 'low' }))).toBeLessThan(1000);
  });
});
