import { SEVERITIES } from '@securescan/model';
import type { Severity, SeverityThreshold } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { countAtOrAbove, isOverCount, parseThreshold } from './threshold.ts';

const live = (severity: Severity) => ({ severity, metadata: {} });
const hidden = (severity: Severity) => ({ severity, metadata: { suppressed_by: 'inline' as const } });

testVectors<{ severities: Severity[]; threshold: SeverityThreshold }, number>('threshold', (input) =>
  countAtOrAbove(input.severities.map(live), parseThreshold(input.threshold)),
);

describe('gates', () => {
  it('never counts suppressed findings', () => {
    expect(countAtOrAbove([hidden('critical'), live('critical')], 'info')).toBe(1);
  });

  it('counts nothing for none', () => {
    expect(countAtOrAbove(SEVERITIES.map(live), 'none')).toBe(0);
  });

  it.each([
    ['HIGH', 'high'],
    [' Info ', 'info'],
    ['None', 'none'],
  ])('reads %j as %s', (word, threshold) => {
    expect(parseThreshold(word)).toBe(threshold);
  });

  it('names the nearest severity of a mistyped one', () => {
    expect(() => parseThreshold('hgih')).toThrow(
      "'hgih' is not a severity; use one of critical, high, medium, low, info, none (did you mean 'high'?)",
    );
  });

  it('passes exactly as many findings as a count gate allows', () => {
    const findings = [live('info'), live('low'), hidden('high')];
    expect([1, 2, 3].map((allowed) => isOverCount(findings, allowed))).toEqual([true, false, false]);
  });
});
