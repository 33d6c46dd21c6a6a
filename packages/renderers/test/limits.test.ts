import { describe, expect, it } from 'vitest';
import { SEVERITIES, type Finding } from '@securescan/model';
import { renderers } from '../src/index.ts';
import { createSarifValidator } from '@securescan/testkit/sarif-validator';
import { FULL_OPTIONS } from './render-digest.ts';
import { OPTIONS, SCANNERS, fakeFingerprint, makeChange, makeFinding, makeScan } from './sample.ts';
import { textOf } from './vector-finding.ts';

function many(count: number, fields: Parameters<typeof makeFinding>[0] = {}): Finding[] {
  return Array.from({ length: count }, (_, index) =>
    makeFinding({
      severity: SEVERITIES[index % 5] ?? 'info',
      title: `Finding ${index}`,
      description: 'A description of usual length that explains what is wrong here.',
      filePath: `src/file${index}.py`,
      lineStart: index + 2,
      ruleId: `rule.${index % 7}`,
      remediation: 'Do it in another way.',
      fingerprint: fakeFingerprint(index),
      ...fields,
    }),
  );
}

describe('a comment with more findings than fit', () => {
  it('shows whole rows, most severe first, and counts the rest', () => {
    const { parts, notices } = renderers['github-pr-comment'].renderChange(
      makeChange({ added: many(3000) }),
      FULL_OPTIONS,
    );
    const body = String(parts[0]?.content);
    expect(body.length).toBeLessThanOrEqual(60_000);
    const rows = body.split('\n').filter((row) => row.startsWith('| ● '));
    expect(rows.every((row) => row.endsWith(' |') && row.startsWith('| ● critical |'))).toBe(true);
    expect(body).toContain(`… and ${3000 - rows.length} more.`);
    expect(body).toContain('3000 new findings (●600 critical, ●600 high, ●600 medium, ●600 low, ●600 info)');
    expect(notices).toHaveLength(1);
  });

  it('says in every list how many entries it left out', () => {
    const change = makeChange({ added: many(40), removed: many(900) });
    const body = textOf(renderers['github-pr-comment'].renderChange(change, FULL_OPTIONS));
    const list = /<summary>900 fixed<\/summary>([^]*?)<\/details>/.exec(body)?.[1] ?? '';
    const shown = list.split('\n').filter((row) => row.startsWith('- ● ')).length;
    expect(list).toContain(`- … and ${900 - shown} more`);
    expect(shown).toBeGreaterThan(20);
  });
});

describe('SARIF with more results than GitHub shows', () => {
  it('is split into complete files, most severe first, and says so', () => {
    const scan = makeScan(many(12_001), { notices: [] });
    const { parts, notices } = renderers.sarif.renderScan(scan, OPTIONS);
    expect(parts.map(({ suffix }) => suffix)).toEqual(['', '-2', '-3']);
    expect(notices).toEqual(['SARIF: 12001 results are split into 3 files of at most 5000, most severe first.']);
    const validate = createSarifValidator();
    const logs = parts.map(
      ({ content }) =>
        JSON.parse(String(content)) as { runs: { automationDetails: { id: string }; results: { level: string }[] }[] },
    );
    expect(logs.flatMap((log) => validate(log))).toEqual([]);
    expect(logs.map(({ runs }) => runs[0]?.results.length)).toEqual([5000, 5000, 2001]);
    expect(new Set(logs.map(({ runs }) => runs[0]?.automationDetails.id)).size).toBe(3);
    expect(logs.map(({ runs }) => runs[0]?.results[0]?.level)).toEqual(['error', 'warning', 'note']);
  });

  // 25 results are written at once: one more and one less, exactly so many, and none.
  it.each([0, 1, 24, 25, 26, 5026])('is written as one JSON document would be: %i results', (count) => {
    const { parts } = renderers.sarif.renderScan(makeScan(many(count)), OPTIONS);
    for (const { content } of parts) expect(content).toBe(`${JSON.stringify(JSON.parse(String(content)), null, 2)}\n`);
  });

  it('makes a part when it is read', () => {
    let reads = 0;
    const counted = many(5001).map((finding) => ({
      ...finding,
      get description() {
        reads += 1;
        return finding.description;
      },
    }));
    const { parts } = renderers.sarif.renderScan(makeScan(counted), OPTIONS);
    expect(reads).toBe(0);
    expect(parts[1]?.content).toContain('"ruleId"');
    expect(reads).toBeLessThan(10);
  });
});

describe('a review with more findings than comments', () => {
  const count = 120;
  const diff = [
    'diff --git a/a.py b/a.py',
    '--- a/a.py',
    '+++ b/a.py',
    `@@ -0,0 +1,${count} @@`,
    ...Array.from({ length: count }, (_, index) => `+line ${index + 1}`),
    '',
  ].join('\n');

  it('comments on the most severe ones and lists the others in its body', () => {
    const added = many(count - 2, { filePath: 'a.py' });
    const options = {
      ...FULL_OPTIONS,
      review: { event: 'COMMENT', diff, reviewCoordinates: 'line', suggestions: false },
    } as const;
    const payload = JSON.parse(
      textOf(renderers['github-review'].renderChange(makeChange({ added, removed: [] }), options)),
    ) as {
      body: string;
      comments: { body: string; line: number }[];
    };
    expect(payload.comments).toHaveLength(50);
    expect(payload.comments.filter(({ body }) => /^\*\*(?:CRITICAL|HIGH)/.test(body)).length).toBeGreaterThan(45);
    expect(payload.comments.map(({ line }) => line)).toEqual(
      payload.comments.map(({ line }) => line).toSorted((a, b) => a - b),
    );
    expect(payload.body).toContain('### Findings over the limit of inline comments (68)');
  });
});

describe('the PDF', () => {
  it('says what it left out', { timeout: 120_000 }, async () => {
    const { notices } = await renderers['report-pdf'].renderScan(makeScan(many(2100)), OPTIONS);
    expect(notices).toEqual(['report-pdf: 100 findings are only counted; report-html and json list all.']);
  });
});

describe('a scan in which nothing looked', () => {
  const blind = makeScan([], { scanners: SCANNERS.slice(3), notices: [] });

  it('does not pass for a clean one', () => {
    expect(textOf(renderers.text.renderScan(blind, OPTIONS))).toMatch(
      /^No findings, because no scanner looked at the target\.\n/,
    );
    expect(textOf(renderers['report-html'].renderScan(blind, OPTIONS))).toContain('because no scanner looked');
    expect(textOf(renderers.junit.renderScan(blind, OPTIONS))).toMatch(/errors="1" skipped="1"/);
    expect(textOf(renderers['github-pr-comment'].renderScan(blind, OPTIONS))).toContain(
      'trivy: failed: trivy ended with status 2',
    );
    expect(textOf(renderers.sarif.renderScan(blind, OPTIONS))).toContain('"scanner-skipped"');
  });
});
