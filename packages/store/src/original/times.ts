const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * A time of SecureScan 0.x as RFC 3339 in UTC with milliseconds. Those of scans are in the time of the machine's zone, which is that of
 * this process (`TZ` names another one); all others are in UTC. A time that names its zone is believed.
 * @throws RangeError when it is no time
 */
export function toUtc(text: string, zone: 'utc' | 'local'): string {
  const iso = text.trim().replace(' ', 'T');
  const match = FORM.exec(iso);
  if (match === null) throw new RangeError(`${JSON.stringify(text)} is no time`);
  return new Date(match[1] === undefined && zone === 'utc' ? `${iso}Z` : iso).toISOString();
}
