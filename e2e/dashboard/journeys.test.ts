import type { Browser, Page } from 'playwright-core';
import { findChromium } from '@securescan/testkit/chromium';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, call } from '../server/server-process.ts';
import { expectAccessible, startBrowser, takePicture, visit } from './browser.ts';
import { openWorld, type World } from './world.ts';

const chromium = findChromium();
const TIMEOUT_MS = 90_000;

async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

// A machine without Chromium cannot show a page.
describe.skipIf(chromium === null)('journeys (need chromium)', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    [world, browser] = await Promise.all([openWorld(), startBrowser(chromium ?? '')]);
  });
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });

  it(
    'a first visit is asked for a key, refuses a wrong one, and comes to where it wanted to go',
    async () => {
      await using visitor = await visit(browser, world.origin, { allowed: /./ });
      const { page } = visitor;
      await page.goto('/history?status=failed');
      await page.getByRole('heading', { name: 'Sign in to SecureScan' }).waitFor();
      await expectAccessible(page);
      await takePicture(page, 'sign-in-dark-1440');
      await signIn(page, 'not-a-key-of-this-server');
      await page.getByRole('alert').getByText('does not know this key').waitFor();
      expect(await page.getByLabel('API key').inputValue()).toBe('not-a-key-of-this-server');
      await signIn(page, API_KEY);
      await page.getByText('No scan fits these filters').waitFor();
      expect(new URL(page.url()).search).toBe('?status=failed');
      // Kept for the tab, and nowhere else.
      expect(await page.evaluate(() => [sessionStorage.length > 0, localStorage.getItem('securescan.key')])).toEqual([
        true,
        null,
      ]);
      await page.getByRole('button', { name: /^Signed in as/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in to SecureScan' }).waitFor();
      expect(await page.evaluate(() => sessionStorage.getItem('securescan.key'))).toBeNull();
    },
    TIMEOUT_MS,
  );

  it(
    'a scan is watched to its end, and its findings are judged with the keyboard, with undo and with a reason',
    async () => {
      const path = world.addProject('watched', 30);
      await using visitor = await visit(browser, world.origin, { allowed: /^\/api\/v1\/scans$/ });
      const { page, complaints } = visitor;
      await page.addInitScript((key) => sessionStorage.setItem('securescan.key', key), API_KEY);
      await page.goto('/scan');
      await page.getByText('Say what to scan first.').waitFor();
      await page.getByLabel('Target').fill(`${path}-that-is-not-there`);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('Path does not exist').waitFor();
      await page.getByLabel('Target').fill(path);
      await page.reload();
      expect(await page.getByLabel('Target').inputValue()).toBe(path);
      await page.getByRole('button', { name: 'Start the scan' }).click();
      await page.getByRole('heading', { name: 'watched' }).waitFor();
      await page.getByRole('grid', { name: /Findings/ }).waitFor();
      await page.getByText('31 findings', { exact: true }).first().waitFor();

      await page.locator('[data-row="0"]').waitFor();
      await page.keyboard.press('j');
      await page.locator('[data-row]:focus').waitFor();
      await page.keyboard.press('Enter');
      const panel = page.getByRole('article', { name: /^Finding:/ });
      await panel.waitFor();
      expect(new URL(page.url()).searchParams.get('finding')).toMatch(/^[0-9a-f]{64}$/);
      await panel.getByText('Nobody has judged it yet').waitFor();
      await expectAccessible(page);
      await takePicture(page, 'scan-panel-dark-1440');

      await page.keyboard.press('t');
      await page.keyboard.press('3');
      await page.getByText('The finding is now “False positive”.').waitFor();
      await panel.getByText('Environment key').first().waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Taken back.').waitFor();

      await panel.getByLabel('New comment').fill('<img src=x onerror=alert(1)> **not** markup');
      await panel.getByRole('button', { name: 'Comment' }).click();
      await panel.getByText('<img src=x onerror=alert(1)> **not** markup').waitFor();

      await panel.getByLabel('Verdict').selectOption('accepted_risk');
      const dialog = page.getByRole('dialog', { name: 'Accepted risk' });
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('Say why.').waitFor();
      await dialog.getByLabel('Reason').fill('rotated last week');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await panel.getByText('rotated last week').first().waitFor();

      const address = page.url();
      await page.reload();
      await panel.getByText('rotated last week').first().waitFor();
      expect(page.url()).toBe(address);
      await panel.getByRole('button', { name: 'Close', exact: true }).click();
      await panel.waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'many findings are selected with Shift, judged at once, and given back',
    async () => {
      const id = await world.scan(world.addProject('bulk', 40));
      await using visitor = await visit(browser, world.origin);
      const { page, complaints } = visitor;
      await page.addInitScript((key) => sessionStorage.setItem('securescan.key', key), API_KEY);
      await page.goto(`/scan/${id}`);
      const boxes = page.getByRole('checkbox', { name: /^Select “/ });
      await boxes.nth(1).waitFor();
      await boxes.nth(1).click();
      await boxes.nth(10).click({ modifiers: ['Shift'] });
      await page.getByText('10 findings selected').waitFor();
      await page.getByRole('button', { name: 'Set the verdict' }).click();
      await page.getByRole('menuitem', { name: /^Triaged/ }).press('Enter');
      await page.getByText('10 findings are now “Triaged”.').waitFor();
      await page.getByRole('button', { name: /^Triaged 10$/ }).click();
      await page.getByText('10 findings', { exact: true }).first().waitFor();
      expect(new URL(page.url()).search).toBe('?status=triaged');
      const states = await call(world.origin, 'GET', `/api/v1/scans/${id}/findings?status=triaged`);
      expect(states.headers.get('x-total-count')).toBe('10');
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('No finding fits these filters').waitFor();
      const after = await call(world.origin, 'GET', `/api/v1/scans/${id}/findings?status=triaged`);
      expect(after.headers.get('x-total-count')).toBe('0');
      expect(complaints).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'the palette finds a scan by its target, and the keyboard map lists keys that work',
    async () => {
      await world.scan(world.addProject('palace', 1));
      await using visitor = await visit(browser, world.origin);
      const { page, complaints } = visitor;
      await page.addInitScript((key) => sessionStorage.setItem('securescan.key', key), API_KEY);
      await page.goto('/history');
      await page.getByRole('grid').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /^Search/ }).fill('palace');
      await page
        .getByRole('option', { name: /palace/ })
        .first()
        .waitFor();
      await expectAccessible(page);
      await takePicture(page, 'palette-dark-1440');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'palace' }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Go to History').waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'detached' });
      await page.keyboard.press('g');
      await page.keyboard.press('h');
      await page.getByRole('heading', { name: 'History' }).waitFor();
      expect(complaints).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
