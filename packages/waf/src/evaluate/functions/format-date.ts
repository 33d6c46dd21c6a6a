import { EvaluationError } from '../evaluation-error.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g;

type Render = (time: Date, zone: string) => string;

function pad(value: number): string {
  return `${value}`.padStart(2, '0');
}

function hour12(time: Date): number {
  return time.getUTCHours() % 12 === 0 ? 12 : time.getUTCHours() % 12;
}

const TOKENS: Readonly<Record<string, Render>> = {
  YYYY: (time) => `${time.getUTCFullYear()}`.padStart(4, '0'),
  YY: (time) => pad(time.getUTCFullYear() % 100),
  MMMM: (time) => MONTHS[time.getUTCMonth()] ?? '',
  MMM: (time) => (MONTHS[time.getUTCMonth()] ?? '').slice(0, 3),
  MM: (time) => pad(time.getUTCMonth() + 1),
  M: (time) => `${time.getUTCMonth() + 1}`,
  DD: (time) => pad(time.getUTCDate()),
  D: (time) => `${time.getUTCDate()}`,
  EEEE: (time) => DAYS[time.getUTCDay()] ?? '',
  EEE: (time) => (DAYS[time.getUTCDay()] ?? '').slice(0, 3),
  hh: (time) => pad(time.getUTCHours()),
  h: (time) => `${time.getUTCHours()}`,
  HH: (time) => pad(hour12(time)),
  H: (time) => `${hour12(time)}`,
  AA: (time) => (time.getUTCHours() < 12 ? 'AM' : 'PM'),
  aa: (time) => (time.getUTCHours() < 12 ? 'am' : 'pm'),
  mm: (time) => pad(time.getUTCMinutes()),
  m: (time) => `${time.getUTCMinutes()}`,
  ss: (time) => pad(time.getUTCSeconds()),
  s: (time) => `${time.getUTCSeconds()}`,
  ZZZZZ: (_, zone) => zone,
  ZZZZ: (_, zone) => zone.replace(':', ''),
  ZZZ: (_, zone) => (zone === '+00:00' ? 'UTC' : zone.replace(':', '')),
  Z: (_, zone) => (zone === '+00:00' ? 'Z' : zone),
};

/**
 * A time by a pattern of `formatdate`.
 * @param time - in the clock of its own zone
 * @param zone - such as `+02:00`
 */
export function formatDate(pattern: string, time: Date, zone: string): string {
  return pattern.replace(TOKEN, (token: string, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    if (token === "'") throw new EvaluationError('A quote in the format is not closed.');
    if (letter === undefined) return token;
    const render = Object.hasOwn(TOKENS, token) ? TOKENS[token] : undefined;
    if (render === undefined)
      throw new EvaluationError(`The format has no ${token}; letters to print stand in quotes.`);
    return render(time, zone);
  });
}
