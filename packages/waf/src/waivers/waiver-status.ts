import type { WaiverStatus } from './waiver.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A waiver that ends within so many days is to be looked at. */
const SOON_DAYS = 30;

/**
 * How a waiver stands on a day.
 * @param expires - ISO date whose whole day still counts; a full timestamp counts by its date; anything else has no end
 * @param today - ISO date
 */
export function waiverStatus(expires: string, today: string): WaiverStatus {
  const end = toDay(expires);
  const now = toDay(today);
  if (end === null || now === null) return 'permanent';
  if (end < now) return 'expired';
  return end - now <= SOON_DAYS * DAY_MS ? 'expiring' : 'active';
}

/** Milliseconds of a real date's midnight; null for everything else. */
export function toDay(text: string): number | null {
  const [date] = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(text) ?? [];
  const time = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  // 30 February becomes a day in March elsewhere.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : time;
}
