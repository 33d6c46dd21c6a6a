import { expect, it } from 'vitest';
import type { FindingView } from './finding.ts';
import { toEarlier } from './triage.ts';

const finding = (fingerprint: string, state: object | null): FindingView => ({ fingerprint, state }) as FindingView;

it('remembers what each finding was judged before, alike ones together', () => {
  const accepted = { status: 'accepted_risk', note: 'until the move', expires_at: '2027-01-01T00:00:00Z' };
  expect(
    toEarlier([
      finding('a', null),
      finding('b', accepted),
      finding('c', { status: 'new', note: null, expires_at: null }),
      finding('d', accepted),
    ]),
  ).toEqual([
    { verdict: { status: 'new', note: null, expiresAt: null }, fingerprints: ['a', 'c'] },
    {
      verdict: { status: 'accepted_risk', note: 'until the move', expiresAt: '2027-01-01T00:00:00Z' },
      fingerprints: ['b', 'd'],
    },
  ]);
});
