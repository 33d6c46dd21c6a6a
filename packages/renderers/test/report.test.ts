import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderers } from '../src/index.ts';
import { FULL_OPTIONS } from './render-digest.ts';
import { OPTIONS, makeScan } from './sample.ts';
import { textOf } from './vector-finding.ts';

describe('the HTML report', () => {
  const page = textOf(renderers['report-html'].renderScan(makeScan(), FULL_OPTIONS));

  it('carries the first eight characters of the scan id in its title', () => {
    expect(page).toContain('<title>Security Assessment Report — 7c9e6679</title>');
  });

  it('needs nothing from outside and allows nothing but its own style sheet', () => {
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\sstyle=|@import|url\(|\ssrc=|\son[a-z]+=/i);
  });

  it('has every section, and no compliance section when nothing is known of it', () => {
    const headings = (text: string) => [...text.matchAll(/<h2>([^<]+)</g)].map(([, heading]) => heading);
    expect(headings(page)).toEqual([
      'Executive summary',
      'Compliance summary',
      'Findings by severity',
      'Suppressed findings',
      'Scanner coverage',
    ]);
    expect(headings(textOf(renderers['report-html'].renderScan(makeScan(), OPTIONS)))).not.toContain(
      'Compliance summary',
    );
  });

  it('names scanners that were skipped, failed or saw a part, with the reason', () => {
    for (const text of ['binary not on PATH', 'database is locked', '1 file over 5 MB was not read'])
      expect(page).toContain(text);
  });

  it('counts the parts of a control for the control', () => {
    expect(page).toMatch(/PCI-DSS-6<\/code><\/td>[^]*?<td class="number">1<\/td>/);
  });

  it('links only to anchors that exist', () => {
    const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const anchors = [...page.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor);
    expect(anchors.length).toBeGreaterThan(5);
    expect(anchors.filter((anchor) => !ids.has(anchor))).toEqual([]);
  });
});

describe('the PDF report', () => {
  it('has the date of the options as its only date', async () => {
    const { parts } = await renderers['report-pdf'].renderScan(makeScan(), {
      ...OPTIONS,
      now: '2001-02-03T04:05:06.000Z',
    });
    const text = Buffer.from(parts[0]?.content ?? '').toString('latin1');
    const dates = [...text.matchAll(/\(D:(\d{14})Z?\)/g)].map(([, date]) => date);
    expect(new Set(dates)).toEqual(new Set(['20010203040506']));
  });
});
