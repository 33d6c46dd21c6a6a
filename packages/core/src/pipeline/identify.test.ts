import { parseFinding } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { measureCpuMs } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, hashIdentity, identityText } from './fingerprint.ts';
import { identify } from './identify.ts';

function hit(line: number, extra: Partial<Finding> = {}): Finding {
  const json = { scanner: 'semgrep', scan_type: 'code', severity: 'high', title: 'T', rule_id: 'R', file_path: 'a.py' };
  return { ...parseFinding({ ...json, line_start: line }), snippet: 'eval(x)', ...extra };
}

describe('identify', () => {
  it('numbers equal identities in line order, whatever order they come in', () => {
    const inOrder = identify([hit(1), hit(5), hit(9)], null);
    expect(inOrder.map(({ fingerprint }) => fingerprint)).toEqual(
      [1, 2, 3].map((n) => hashIdentity(identityText(hit(1)), n)),
    );
    const mixed = identify([hit(9), hit(1), hit(5)], null);
    expect(mixed.map(({ fingerprint }) => fingerprint)).toEqual([2, 0, 1].map((i) => inOrder[i]?.fingerprint));
  });

  it('keeps the first occurrence compatible with the formula for one', () => {
    expect(identify([hit(1), hit(2)], null)[0]?.fingerprint).toBe(fingerprintOf(hit(1)));
  });

  it('trusts a fingerprint that is there, and gives it its id', () => {
    const known = hit(1, { fingerprint: hashIdentity('known') });
    expect(identify([known], null)[0]).toMatchObject({
      fingerprint: known.fingerprint,
      id: expect.stringContaining('-8') as string,
    });
  });

  it('takes the natural identity instead of the line, with its slashes', () => {
    const at = (identity: string): string => fingerprintOf(hit(1, { identity }));
    expect(at('GET https://a.test/x')).not.toBe(at('GET https://b.test/x'));
    expect(at('left@1.0.0')).toBe(fingerprintOf(hit(1, { identity: 'left@1.0.0', snippet: 'another line' })));
  });

  it('normalises a hostile line in linear time', () => {
    for (const part of ['/*', '/*/', ' ', '#', '/', '-']) {
      const snippet = part.repeat(1_000_000);
      expect(measureCpuMs(() => fingerprintOf(hit(1, { snippet })))).toBeLessThan(2000);
    }
  });
});
