import { EvaluationError } from '../evaluation-error.ts';
import { number, string } from '../values.ts';
import { formatDate } from './format-date.ts';
import { type FunctionTable, takes, textOf } from './function.ts';

const DURATION = /^([+-]?)((?:\d+(?:\.\d+)?(?:h|ms|us|ns|m|s))+)$/;
const PART = /(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g;
const MILLISECONDS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function parseTime(text: string): number {
  const time = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new EvaluationError(`${JSON.stringify(text.slice(0, 40))} is no time such as 2026-01-31T12:00:00Z.`);
  return time;
}

function parseDuration(text: string): number {
  const [, sign, parts] = DURATION.exec(text) ?? [];
  if (parts === undefined)
    throw new EvaluationError(`${JSON.stringify(text.slice(0, 40))} is no duration such as 1h30m.`);
  let total = 0;
  for (const [, count, unit = ''] of parts.matchAll(PART)) total += Number(count) * (MILLISECONDS[unit] ?? 0);
  return sign === '-' ? -total : total;
}

/** The zone of a time as an offset from UTC. */
function zoneOf(text: string): string {
  return /[+-]\d\d:\d\d$/.exec(text)?.[0] ?? '+00:00';
}

export const timeFunctions: FunctionTable = {
  formatdate: takes(2, 2, ([pattern, time]) => {
    const zone = zoneOf(textOf(time));
    const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
    const offset = (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
    return string(formatDate(textOf(pattern), new Date(parseTime(textOf(time)) + offset), zone));
  }),
  timeadd: takes(2, 2, ([time, duration]) => {
    const moved = new Date(parseTime(textOf(time)) + parseDuration(textOf(duration)));
    if (Number.isNaN(moved.getTime())) throw new EvaluationError('The result is no time.');
    return string(moved.toISOString().replace('.000Z', 'Z'));
  }),
  timecmp: takes(2, 2, ([a, b]) => number(Math.sign(parseTime(textOf(a)) - parseTime(textOf(b))))),
};
