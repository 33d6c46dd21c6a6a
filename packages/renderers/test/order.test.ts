import fc from 'fast-check';
import { sortFindings } from '@securescan/core';
import { expect, it } from 'vitest';
import { sortForOutput } from '../src/finding/order.ts';
import { hostileFinding } from './hostile.ts';
import { FINDINGS } from './sample.ts';

it('orders findings as the engine does', () => {
  expect(sortForOutput(FINDINGS.toReversed())).toEqual(sortFindings(FINDINGS));
  fc.assert(
    fc.property(fc.array(hostileFinding, { maxLength: 12 }), (findings) => {
      // Twins, so that every key but the last is equal somewhere.
      const list = [...findings, ...findings.map((finding) => Object.assign({}, finding, { description: 'twin' }))];
      expect(sortForOutput(list)).toEqual(sortFindings(list));
      expect(sortForOutput(list.toReversed())).toEqual(sortForOutput(list));
    }),
  );
});
