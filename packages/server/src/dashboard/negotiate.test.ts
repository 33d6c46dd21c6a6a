import { expect, it } from 'vitest';
import { chooseEncoding, wantsPage } from './negotiate.ts';

it.each([
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['curl', '*/*', false],
  ['nothing said', undefined, false],
  ['a program', 'application/json', false],
  ['JSON liked better', 'application/json, text/html;q=0.5', false],
  ['both alike', 'application/json, text/html', true],
  ['html refused', 'text/html;q=0', false],
  ['a weight that is none', 'text/html;q=much', false],
  ['capitals', 'Text/HTML', true],
])('%s gets the page or not', (_who, accept, expected) => {
  expect(wantsPage(accept === undefined ? {} : { accept })).toBe(expected);
});

it.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.1', 'gzip'],
  ['identity', 'identity'],
  [undefined, 'identity'],
])('of %s takes %s', (accepted, expected) => {
  expect(chooseEncoding(['br', 'gzip', 'identity'], accepted)).toBe(expected);
});

it('takes what is there, whatever is accepted', () => {
  expect(chooseEncoding(['identity'], 'br')).toBe('identity');
});
