/**
 * The wanted instant, or one millisecond behind the newest that there is: so that what comes later is later also when the clock
 * has been set back, or has not moved on.
 * @param newest - RFC 3339 in UTC with milliseconds, as `wanted`
 */
export function toFreeInstant(newest: string | undefined, wanted: string): string {
  if (newest === undefined || newest < wanted) return wanted;
  return new Date(Date.parse(newest) + 1).toISOString();
}
