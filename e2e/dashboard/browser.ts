import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Pictures of pages, for people to look at. Not part of the repository. */
const artefacts = join(import.meta.dirname, '.artefacts');

export type Theme = 'light' | 'dark';

export async function startBrowser(path: string): Promise<Browser> {
  // As root, and in containers, Chromium cannot make its own sandbox.
  return chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** One visitor: a profile of its own, whose complaints are collected. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, exceptions, failed requests, refused content, other origins. */
  readonly complaints: readonly string[];
  /** Compressed bytes of the scripts that were loaded so far. */
  scriptBytes(): number;
}

export interface VisitOptions {
  readonly theme?: Theme;
  readonly width?: number;
  /** Addresses whose refusal (401, 404, …) is part of the journey. */
  readonly allowed?: RegExp;
}

export async function visit(browser: Browser, origin: string, options: VisitOptions = {}): Promise<Visit> {
  const { theme = 'dark', width = 1440, allowed = /$^/ } = options;
  const context = await browser.newContext({
    baseURL: origin,
    colorScheme: theme,
    viewport: { width, height: width < 600 ? 844 : 900 },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  let bytes = 0;
  page.on('console', (message) => {
    // What a refused request logs is looked at below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
    if (message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Whoever leaves a page ends its requests.
    if (!reason.includes('ERR_ABORTED')) complaints.push(`${request.url()}: ${reason}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('blob:'))
      complaints.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !allowed.test(new URL(response.url()).pathname)) {
      complaints.push(`${response.status()} ${response.url()}`);
    }
    if (response.url().endsWith('.js')) bytes += Number(response.headers()['content-length'] ?? 0);
  });
  return {
    page,
    context,
    complaints,
    scriptBytes: () => bytes,
    async [Symbol.asyncDispose]() {
      await context.close();
    },
  };
}

/** Fails when the page has a fault that axe knows. */
export async function expectAccessible(page: Page): Promise<void> {
  // Colours in the middle of a change are no colours of ours.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  // Through the debugging protocol, which the content policy does not reach.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    // The script above has put it there; it runs in the page.
    const { axe: loaded } = globalThis as unknown as { axe: typeof axe };
    const { violations: found } = await loaded.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join(' | ')}`,
    );
  });
  expect(violations).toEqual([]);
}

/** No page is wider than the screen. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(wide).toBeLessThanOrEqual(screen);
}

export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`) });
}
