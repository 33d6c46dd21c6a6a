import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signBody } from './signature.ts';

const path = join(import.meta.dirname, '..', '..', '..', 'testkit', 'data', 'http', 'vectors.json');
const { webhook_signature: recorded } = JSON.parse(readFileSync(path, 'utf8')) as {
  webhook_signature: { secret: string; t: number; body: string; v1: string };
};

it('signs as the recorded receiver verified', () => {
  expect(signBody([recorded.secret], recorded.t, recorded.body)).toBe(`t=${recorded.t},v1=${recorded.v1}`);
});

it('covers the time and every byte of the body', () => {
  const sign = (t: number, body: string) => signBody(['secret'], t, body).split('v1=')[1];
  expect(new Set([sign(1, 'a'), sign(2, 'a'), sign(1, 'b'), sign(1, 'a ')]).size).toBe(4);
});

it('carries one signature for each valid secret while a secret is changed', () => {
  const both = signBody(['new', 'old'], 7, '{}');
  expect(both).toBe(`${signBody(['new'], 7, '{}')},${signBody(['old'], 7, '{}').split(',')[1]}`);
});
