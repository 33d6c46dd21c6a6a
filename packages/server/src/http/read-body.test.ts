import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const limits = { maxBytes: 10, timeoutMs: 60_000 };

it('reads what comes, in however many pieces', async () => {
  const source = new PassThrough();
  const body = readBody(source, limits, undefined);
  source.write('abc');
  source.write('def');
  source.end();
  expect((await body).toString()).toBe('abcdef');
});

it('does not read a body that says that it is too large', async () => {
  const source = new PassThrough();
  await expect(readBody(source, limits, 11)).rejects.toMatchObject({ status: 413 });
  expect(source.listenerCount('data')).toBe(0);
});

it('stops at the limit, whatever was said', async () => {
  const source = new PassThrough();
  const body = readBody(source, limits, 5);
  source.write('12345678901');
  await expect(body).rejects.toMatchObject({ status: 413, message: 'The body is larger than 10 bytes' });
  expect(source.isPaused()).toBe(true);
});

it('gives up on a body that does not come', async () => {
  const source = new PassThrough();
  source.write('1');
  await expect(readBody(source, { ...limits, timeoutMs: 20 }, undefined)).rejects.toMatchObject({
    status: 408,
    message: 'The body did not arrive within 0.02 s',
  });
});

it.each(['error', 'close'])('tells a body that breaks off with %s, and survives what comes after', async (event) => {
  const source = new PassThrough();
  const body = readBody(source, limits, undefined);
  source.write('1');
  if (event === 'error') source.destroy(new Error('reset'));
  else source.destroy();
  await expect(body).rejects.toMatchObject({ status: 400 });
  source.emit('error', new Error('late'));
});
