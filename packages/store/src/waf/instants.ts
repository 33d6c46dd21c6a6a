const WRITTEN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?Z$/;

/**
 * The instant with six digits behind the second.
 * @param text - RFC 3339
 * @throws RangeError when it is none
 */
export function toWafInstant(text: string): string {
  const [, second, fraction = ''] = WRITTEN.exec(text) ?? [];
  if (second !== undefined) return `${second}.${fraction.padEnd(6, '0')}Z`;
  return new Date(Date.parse(text)).toISOString().replace('Z', '000Z');
}

/** The same instant a second later. */
export function secondAfter(instant: string): string {
  return shift(instant, 1_000_000);
}

/** The wanted instant, or one microsecond behind the other one when that is not earlier. */
export function instantBehind(other: string | undefined, wanted: string): string {
  return other === undefined || other < wanted ? wanted : shift(other, 1);
}

function shift(instant: string, microseconds: number): string {
  const total = Date.parse(`${instant.slice(0, 19)}Z`) * 1000 + Number(instant.slice(20, 26)) + microseconds;
  const milliseconds = Math.floor(total / 1000);
  return new Date(milliseconds).toISOString().replace('Z', `${String(total - milliseconds * 1000).padStart(3, '0')}Z`);
}
