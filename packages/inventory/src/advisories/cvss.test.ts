import { describe, expect, it } from 'vitest';
import { scoreCvssVector, toSeverity } from './cvss.ts';

describe('CVSS', () => {
  // Scores of the examples in the specifications and user guides of FIRST.
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5, 'high'],
    ['CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.8, 'low'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 'info'],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'critical'],
  ] as const)('%s is %d, %s', (vector, score, severity) => {
    expect(scoreCvssVector(vector)).toBe(score);
    expect(toSeverity(score)).toBe(severity);
  });

  it.each(['', 'high', 'CVSS:9.0/AV:N', 'CVSS:3.1/AV:Q', 'x'.repeat(1000)])('%j has no score', (vector) => {
    expect(scoreCvssVector(vector)).toBeNull();
  });
});
