import type { Browser } from 'playwright-core';
import { findChromium } from '@securescan/testkit/chromium';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY } from '../server/server-process.ts';
import { expectAccessible, expectNoSideScroll, startBrowser, takePicture, visit } from './browser.ts';
import { openWorld, type World } from './world.ts';

const chromium = findChromium();

/** A page, and what shows that it is there. */
interface Place {
  readonly name: string;
  readonly path: (world: { readonly scanId: string }) => string;
  readonly shows: string;
}

const PLACES: readonly Place[] = [
  { name: 'history', path: () => '/history', shows: 'role=grid' },
  { name: 'new-scan', path: () => '/scan', shows: 'text=What will happen' },
  { name: 'scan', path: ({ scanId }) => `/scan/${scanId}`, shows: 'role=grid' },
  { name: 'not-found', path: () => '/histroy', shows: 'text=There is no such page' },
  { name: 'scan-not-found', path: () => '/scan/none', shows: 'text=Scan not found' },
];

// A machine without Chromium cannot show a page.
describe.skipIf(chromium === null)('pages (need chromium)', () => {
  let world: World;
  let browser: Browser;
  let scanId: string;
  beforeAll(async () => {
    [world, browser] = await Promise.all([openWorld(), startBrowser(chromium ?? '')]);
    scanId = await world.scan(world.addProject('shop', 60));
    await world.scan(world.addProject('empty', 0));
  });
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });

  const sizes = [
    ['dark', 1440],
    ['light', 1440],
    ['dark', 390],
    ['light', 390],
  ] as const;
  const cases = PLACES.flatMap((place) => sizes.map(([theme, width]) => ({ ...place, theme, width })));

  it.each(cases)(
    '$name, $theme, $width wide: nothing to complain about',
    async ({ name, path, shows, theme, width }) => {
      await using visitor = await visit(browser, world.origin, { theme, width, allowed: /\/scans\/none$/ });
      const { page, complaints } = visitor;
      await page.addInitScript((key) => sessionStorage.setItem('securescan.key', key), API_KEY);
      await page.goto(path({ scanId }));
      await page.locator(shows).first().waitFor();
      await page.locator('[aria-label="Server: Connected"]').waitFor();
      expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
      await expectAccessible(page);
      await expectNoSideScroll(page);
      await takePicture(page, `${name}-${theme}-${width}`);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  it('the first page loads at most 180 KB of compressed scripts', async () => {
    await using visitor = await visit(browser, world.origin);
    const { page } = visitor;
    await page.addInitScript((key) => sessionStorage.setItem('securescan.key', key), API_KEY);
    await page.goto('/');
    await page.locator('role=grid').waitFor();
    await page.waitForLoadState('networkidle');
    expect(visitor.scriptBytes()).toBeGreaterThan(50_000);
    expect(visitor.scriptBytes()).toBeLessThan(180 * 1024);
  }, 60_000);
});
