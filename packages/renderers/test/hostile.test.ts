import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '@securescan/model';
import { renderers, type RenderOptions } from '../src/index.ts';
import { HOSTILE_TEXTS, LONG_FINDING, hostileFinding, hostileText } from './hostile.ts';
import { createSarifValidator } from '@securescan/testkit/sarif-validator';
import { findForeignMarkup, readCsv, readJunit, stripCode } from './readers.ts';
import { FULL_OPTIONS } from './render-digest.ts';
import { SCANNERS, makeChange, makeFinding, makeScan } from './sample.ts';
import { textOf } from './vector-finding.ts';

const validateSarif = createSarifValidator();
const findings = fc.array(hostileFinding, { maxLength: 8 });
const RUNS = { numRuns: 150 };

/** What a terminal or a reader would obey: everything but line ends, and tabs where they are data. */
const OBEYED = new RegExp(
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]`,
  'u',
);

/** A list with every hostile text in every place. */
const EVERYWHERE: readonly Finding[] = HOSTILE_TEXTS.map((text, index) =>
  makeFinding({
    scanner: text,
    title: text,
    description: text,
    filePath: text,
    lineStart: index,
    ruleId: text,
    cwe: text,
    remediation: text,
    complianceTags: [text],
    metadata: {
      confidence: text,
      target_url: text,
      also_reported_by: [{ scanner: text, rule_id: text, severity: 'low' }],
    },
  }),
);

function scanOf(list: readonly Finding[]) {
  const noisy = HOSTILE_TEXTS.slice(0, 12).map((message) => ({
    ...SCANNERS[0],
    scanner: message,
    scanType: 'code' as const,
    version: message,
    durationMs: 0,
    outcome: { status: 'failed' as const, code: 'E_SCANNER' as const, message, details: {} },
  }));
  return makeScan(list, {
    scanners: [...SCANNERS, ...noisy],
    notices: [...HOSTILE_TEXTS],
    aiSummary: HOSTILE_TEXTS.join(' '),
  });
}

function changeOf(list: readonly Finding[]) {
  return makeChange({
    added: list,
    removed: list.slice(0, 2),
    notices: [...HOSTILE_TEXTS],
    escalated: list.slice(1, 2),
  });
}

async function check(rule: (list: readonly Finding[]) => void | Promise<void>, runs = RUNS): Promise<void> {
  await rule(EVERYWHERE);
  await rule([LONG_FINDING]);
  await fc.assert(
    fc.asyncProperty(findings, async (list) => {
      await rule(list);
    }),
    runs,
  );
}

describe('hostile data', () => {
  it('reaches no terminal as control characters, at any width', { timeout: 120_000 }, async () => {
    await check((list) => {
      for (const width of [null, 80, 200]) {
        const options: RenderOptions = { ...FULL_OPTIONS, width };
        for (const text of [
          renderers.text.renderScan(scanOf(list), options),
          renderers.text.renderChange(changeOf(list), options),
        ]) {
          expect(textOf(text)).not.toMatch(OBEYED);
          expect(textOf(text)).not.toContain('\t');
        }
      }
    });
  });

  it('leaves JSON readable and comes back unchanged', async () => {
    await check((list) => {
      const read = JSON.parse(textOf(renderers.json.renderScan(makeScan(list), FULL_OPTIONS))) as { title: string }[];
      expect(read.map(({ title }) => title).toSorted()).toEqual(list.map(({ title }) => title).toSorted());
    });
  });

  it('leaves SARIF valid against the published schema', { timeout: 120_000 }, async () => {
    await check((list) => {
      for (const rendering of [
        renderers.sarif.renderScan(scanOf(list), FULL_OPTIONS),
        renderers.sarif.renderChange(changeOf(list), { ...FULL_OPTIONS, showSuppressed: false }),
      ]) {
        const text = textOf(rendering);
        // Halves of pairs and controls would be written as escapes; a doubled backslash is a backslash of the text.
        expect(text).not.toMatch(/(?<!\\)(?:\\\\)*\\u[0-9a-f]{4}/i);
        const log = JSON.parse(text) as {
          runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
        };
        expect(validateSarif(log)).toEqual([]);
        for (const { locations } of log.runs[0]?.results ?? []) {
          const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? '';
          expect(uri).toMatch(/^(?:\.|[\w.~%-]+(?:\/[\w.~%-]+)*)$/);
          expect(uri.split('/')).not.toContain('..');
        }
      }
    });
  });

  it('leaves CSV readable by a strict reader and starts no formula', async () => {
    await check((list) => {
      const rows = readCsv(textOf(renderers.csv.renderScan(scanOf(list), FULL_OPTIONS)));
      expect(rows).toHaveLength(list.length + 1);
      expect(new Set(rows.map((row) => row.length))).toEqual(new Set([15]));
      expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    });
  });

  it('leaves JUnit well-formed, with counts that agree', { timeout: 120_000 }, async () => {
    await check((list) => {
      const suite = readJunit(textOf(renderers.junit.renderScan(scanOf(list), FULL_OPTIONS)));
      expect(suite.cases).toHaveLength(suite.tests);
      expect(suite.cases.filter((testCase) => testCase.failure !== undefined)).toHaveLength(suite.failures);
      expect(suite.cases.filter((testCase) => testCase.error !== undefined)).toHaveLength(suite.errors);
    });
  });

  it('adds no markup to the HTML report', { timeout: 120_000 }, async () => {
    await check((list) => {
      const page = textOf(renderers['report-html'].renderScan(scanOf(list), FULL_OPTIONS));
      expect(findForeignMarkup(page)).toEqual([]);
      expect(page).not.toMatch(OBEYED);
    });
  });

  it(
    'adds no marker, mention, reference or HTML to a comment, which stays below the limit',
    { timeout: 120_000 },
    async () => {
      await check((list) => {
        for (const rendering of [
          renderers['github-pr-comment'].renderScan(scanOf(list), FULL_OPTIONS),
          renderers['github-pr-comment'].renderChange(changeOf(list), FULL_OPTIONS),
        ]) {
          const body = textOf(rendering);
          expect(body.length).toBeLessThanOrEqual(60_000);
          expect(body.split('<!--')).toHaveLength(2);
          const prose = stripCode(body);
          expect(prose).not.toMatch(/(?<!&)@(?!&#8203;)|(?<!\/blob\/\S*|&)#\d/);
          expect(prose.match(/<(?!\/?(?:br|sub|details|summary)>|!-- securescan:)/g)).toBeNull();
        }
      });
    },
  );

  it('leaves a review readable, with markers of ours only', { timeout: 120_000 }, async () => {
    await check((list) => {
      const payload = JSON.parse(textOf(renderers['github-review'].renderChange(changeOf(list), FULL_OPTIONS))) as {
        body: string;
        comments: { body: string }[];
      };
      expect(payload.body.length).toBeLessThanOrEqual(60_000);
      expect(payload.body.split('<!--')).toHaveLength(2);
      for (const { body } of payload.comments) expect(body.split('<!--').length).toBeLessThanOrEqual(2);
    });
  });

  it('leaves the PDF complete', { timeout: 240_000 }, async () => {
    const runs = { numRuns: 5 };
    await check(async (list) => {
      const { parts } = await renderers['report-pdf'].renderScan(scanOf(list), FULL_OPTIONS);
      const bytes = Buffer.from(parts[0]?.content ?? '');
      expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      expect(bytes.subarray(-6).toString('latin1').trim()).toBe('%%EOF');
    }, runs);
  });

  it('is not doubled or lost by making it visible', () => {
    fc.assert(
      fc.property(hostileText, (title) => {
        const text = textOf(renderers.text.renderScan(makeScan([makeFinding({ title })]), FULL_OPTIONS));
        expect(text.split('\n').filter((line) => line.startsWith('[MEDIUM]'))).toHaveLength(1);
      }),
      RUNS,
    );
  });
});
