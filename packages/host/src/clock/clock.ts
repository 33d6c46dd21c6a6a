import { type Clock } from '@securescan/core';
import { SecureScanError } from '@securescan/model';

const ISO_INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * The machine's clock.
 * @param fakeNow - value of `SECURESCAN_FAKE_NOW`: an ISO 8601 instant that `now` then always answers; without an offset
 *   it is UTC. Undefined or empty for the real time.
 * @throws SecureScanError E_ENVIRONMENT when the value is not an instant
 */
export function createClock(fakeNow?: string): Clock {
  const monotonicMs = (): number => performance.now();
  if (fakeNow === undefined || fakeNow === '') return { now: () => new Date(), monotonicMs };
  const fixed = parseInstant(fakeNow);
  return { now: () => new Date(fixed), monotonicMs };
}

function parseInstant(text: string): number {
  const match = ISO_INSTANT.exec(text.trim());
  const hasTime = text.trim().length > 10;
  const instant = match ? Date.parse(hasTime && match[1] === undefined ? `${text.trim()}Z` : text.trim()) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new SecureScanError(
      'E_ENVIRONMENT',
      `SECURESCAN_FAKE_NOW is not an ISO 8601 instant: ${JSON.stringify(text)}; write it as 2026-01-31T12:00:00Z or unset it.`,
    );
  }
  return instant;
}
