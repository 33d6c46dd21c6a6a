import { InputProblem } from '../../problem/http-problem.ts';

/**
 * An instant of a query; without a zone it is UTC, as everything here.
 * @throws InputProblem
 */
export function readInstant(name: string, text: string): string {
  const [, date, time, zone] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text) ?? [];
  const at = date === undefined ? Number.NaN : Date.parse(time === undefined ? date : `${date}T${time}${zone ?? 'Z'}`);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new InputProblem([
    {
      type: 'datetime_parsing',
      loc: ['query', name],
      msg: 'Input should be a valid datetime, for example 2026-01-31T00:00:00Z',
      input: text.slice(0, 1000),
    },
  ]);
}
