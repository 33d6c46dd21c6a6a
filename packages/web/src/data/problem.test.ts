import { ApiError } from '@securescan/contract';
import { expect, it } from 'vitest';
import { Problem, toProblem } from './problem.ts';

it.each([
  [401, 'signed-out'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'conflict'],
  [422, 'invalid'],
  [429, 'busy'],
  [500, 'server'],
  [503, 'server'],
])('%i is %s', (status, kind) => {
  expect(toProblem(new ApiError(status, 'Why', 7, 'req-1'))).toMatchObject({
    kind,
    status,
    message: 'Why.',
    requestId: 'req-1',
    retryAfterSeconds: 7,
  });
});

it('keeps refused fields apart', () => {
  const detail = [{ type: 'x', loc: ['body', 'target_path'], msg: 'Value error, no such directory' }, 'rubbish', null];
  expect(toProblem(new ApiError(422, detail, null, null))).toMatchObject({
    message: 'target_path: no such directory',
    fields: [{ field: 'target_path', message: 'no such directory' }],
  });
});

it('tells a server that is away from an answer that makes no sense', () => {
  expect(toProblem(new TypeError('Failed to fetch'))).toMatchObject({ kind: 'offline', status: 0 });
  expect(toProblem(new SyntaxError('Unexpected token'))).toMatchObject({ kind: 'foreign' });
});

it('leaves aborted requests, and problems, as they are', () => {
  const aborted = new DOMException('gone', 'AbortError');
  const problem = new Problem('offline', 'x');
  expect([toProblem(aborted), toProblem(problem)]).toEqual([aborted, problem]);
});
