import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium } from '@securescan/testkit/chromium';
import { describe, expect, it } from 'vitest';
import { openBrowserPage } from '../../server/test/http/browser.ts';
import { makeDirectory, runCli } from './run-cli.ts';
import { SAMPLE } from './waf-samples.ts';

const browser = findChromium();

describe('the HTML report of waf check', () => {
  it.skipIf(browser === null)('opens in a browser without a complaint (needs chromium)', async () => {
    const cwd = makeDirectory(SAMPLE);
    const words = [
      'waf',
      'check',
      'infra',
      '--controls-dir',
      'controls',
      '--output',
      'html',
      '--output-file',
      'r.html',
    ];
    const { exitCode } = await runCli(words, { cwd });
    expect(exitCode).toBe(1);
    await using page = await openBrowserPage(browser ?? '');
    await page.open(pathToFileURL(join(cwd, 'r.html')).href);
    await page.waitFor('article#WAF-SEC-901 pre.code', 1);
    await page.waitFor('#posture tbody tr', 1);
    expect(page.complaints).toEqual([]);
  });
});
