/** `2026-11-24 23:50 UTC` of an ISO 8601 instant; the text itself when it is none. */
export function formatInstant(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
