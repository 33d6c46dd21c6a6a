import { describe, expect, it } from 'vitest';
import { postureOf, riskScoreOf, type ScoredControl, scoresOf } from '../src/result/scores.ts';

const control = (pillar: string, status: ScoredControl['status'], severity: string = 'low'): ScoredControl => ({
  pillar,
  status,
  severity,
});

describe('scores', () => {
  it('of the document count what did not apply as not passed, and cut fractions off', () => {
    const controls = [
      control('security', 'PASS'),
      control('security', 'SKIP'),
      control('security', 'WAIVED'),
      control('cost', 'PASS'),
    ];
    expect(scoresOf(controls)).toEqual({ score: 66, pillarScores: { security: 33, cost: 100 } });
    expect(scoresOf([])).toEqual({ score: 0, pillarScores: {} });
  });

  it('of the posture count what applied, plainly and by weight', () => {
    const posture = postureOf([
      control('security', 'PASS', 'critical'),
      control('security', 'FAIL', 'low'),
      control('security', 'SKIP', 'high'),
      control('cost', 'WAIVED'),
    ]);
    expect(posture).toMatchObject({
      pass: 1,
      fail: 1,
      skip: 1,
      waived: 1,
      score: 50,
      weighted_score: 90,
      coverage: 50,
    });
    expect(posture.pillars['cost']).toEqual({
      pass: 0,
      fail: 0,
      skip: 0,
      waived: 1,
      score: null,
      weighted_score: null,
      coverage: 0,
    });
    expect(postureOf([])).toMatchObject({ score: null, coverage: 0, pillars: {} });
  });

  it('name pillars in their order, unknown ones after them', () => {
    const { pillarScores } = scoresOf(['zeta', 'cost', 'alpha', 'security'].map((pillar) => control(pillar, 'PASS')));
    expect(Object.keys(pillarScores)).toEqual(['security', 'cost', 'alpha', 'zeta']);
  });

  it('of risk are the weighted share of failures; an unknown severity counts as low', () => {
    expect(riskScoreOf([control('a', 'FAIL', 'CRITICAL'), control('a', 'PASS', 'odd')])).toBe(90);
    expect(riskScoreOf([])).toBe(0);
  });
});
