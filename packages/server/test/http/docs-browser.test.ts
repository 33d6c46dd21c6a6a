import { findChromium } from '@securescan/testkit/chromium';
import { expect, it } from 'vitest';
import { openBrowserPage } from './browser.ts';
import { startTestApp } from './test-app.ts';

const browser = findChromium();

it.skipIf(browser === null).each([
  ['/docs', '.opblock'],
  ['/api/v1/docs', '.opblock'],
  ['/redoc', '#redoc li'],
  ['/api/redoc', '#redoc li'],
])(
  'shows %s in a browser, which has nothing to complain about',
  async (path, selector) => {
    await using server = await startTestApp(() => ({}));
    await using page = await openBrowserPage(browser ?? '');
    await page.open(`${server.origin}${path}`);
    await page.waitFor(selector, 5);
    expect(page.complaints).toEqual([]);
  },
  120_000,
);
