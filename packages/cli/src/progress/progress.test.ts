import type { ScanEvent } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { toEnvironment } from '../io/environment.ts';
import type { Io, Output } from '../io/io.ts';
import { openProgress } from './progress.ts';

const EVENTS: readonly ScanEvent[] = [
  { type: 'scan.start', target: '.', scannerCount: 4, scanTypes: ['code'] },
  { type: 'scanner.skipped', scanner: 'semgrep', reason: 'binary not on PATH', installHint: 'pip install semgrep' },
  { type: 'scanner.skipped', scanner: 'zap', reason: 'needs a url', installHint: null },
  { type: 'scanner.start', scanner: 'bandit' },
  { type: 'scanner.start', scanner: 'secrets' },
  { type: 'scanner.complete', scanner: 'bandit', durationMs: 1040, findingsCount: 2, incomplete: null },
  {
    type: 'scanner.complete',
    scanner: 'secrets',
    durationMs: 600,
    findingsCount: 1,
    incomplete: '3 files were too large',
  },
  {
    type: 'scanner.failed',
    scanner: 'checkov',
    durationMs: 12_700,
    code: 'E_TOOL_TIMEOUT',
    message: 'no answer\nin 300 s',
  },
  { type: 'scanner.cancelled', scanner: 'trivy', durationMs: 123_456 },
];

function run(options: {
  readonly columns?: number;
  readonly quiet?: boolean;
  readonly env?: Record<string, string>;
  readonly side?: string;
  readonly reasons?: boolean;
}) {
  let text = '';
  const stderr: Output = {
    isTty: options.columns !== undefined,
    colour: false,
    columns: () => options.columns ?? null,
    rows: () => 24,
    atExit: () => () => undefined,
    write(chunk) {
      text += String(chunk);
      return Promise.resolve();
    },
  };
  let now = 0;
  const clock = { now: () => new Date(0), monotonicMs: () => (now += 100) };
  const io = { stderr, env: toEnvironment(options.env ?? {}) } as Partial<Io> as Io;
  const progress = openProgress(io, { quiet: options.quiet ?? false, clock, reasons: options.reasons ?? true });
  const watch = progress.watch(options.side);
  for (const event of EVENTS) watch(event);
  return progress.close().then(() => text);
}

const LINES = `  semgrep: skipped: binary not on PATH; get it: pip install semgrep
  zap: skipped: needs a url
  bandit: 2 findings (1.04s)
  secrets: 1 finding (0.60s); incomplete: 3 files were too large
  checkov: failed: no answer\\nin 300 s
  trivy: cancelled (123.46s)
`;

describe('progress', () => {
  it('writes one plain line per scanner on a pipe', async () => {
    expect(await run({})).toBe(LINES);
  });

  it('writes plain lines in CI, on a dumb terminal too', async () => {
    expect(await run({ columns: 80, env: { CI: 'true' } })).toBe(LINES);
    expect(await run({ columns: 80, env: { TERM: 'dumb' } })).toBe(LINES);
  });

  it('writes failures only when quiet', async () => {
    expect(await run({ quiet: true })).toBe('  checkov: failed: no answer\\nin 300 s\n');
  });

  it('leaves reasons to a report on the same screen', async () => {
    const expected = `  bandit: 2 findings (1.04s)
  secrets: 1 finding (0.60s); incomplete
  checkov: failed (12.70s)
  trivy: cancelled (123.46s)
`;
    expect(replay(await run({ columns: 80, reasons: false })).lines.join('\n')).toBe(expected);
    expect(await run({ reasons: false })).toBe(expected);
  });

  it('counts running scanners in tenths of a second', async () => {
    const rows = (await run({ columns: 80 })).split('\n').filter((line) => line.includes('running'));
    expect(rows.map(stripControls)).toContain('  bandit: running 0.1s');
    expect(rows.join('')).not.toMatch(/running \d+\.\d\d/);
  });

  it('names the side', async () => {
    expect(await run({ side: 'base' })).toContain('  base: bandit: 2 findings (1.04s)\n');
  });

  it('leaves the same lines on a terminal, takes its rows away and gives the cursor back', async () => {
    const screen = replay(await run({ columns: 80 }));
    expect(screen.lines.join('\n')).toBe(LINES);
    expect(screen.cursorShown).toBe(true);
  });

  it('never writes a row wider than the terminal', async () => {
    const text = await run({ columns: 20 });
    const rows = text.split('\n').filter((line) => line.includes('running'));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(stripControls(row).length).toBeLessThan(20);
  });
});

function stripControls(text: string): string {
  return text
    .split('\u001B')
    .map((part, i) => (i === 0 ? part : part.replace(/^\[[\d?]*[A-Za-z]/, '')))
    .join('')
    .replaceAll('\r', '');
}

/** A terminal that knows the controls that live rows use. */
function replay(text: string): { lines: string[]; cursorShown: boolean } {
  const lines = [''];
  let row = 0;
  let cursorShown = true;
  for (const match of text.matchAll(/\u001B\[(\?25[lh]|\d*A|J)|\r|\n|[^\u001B\r\n]+/g)) {
    const [token, control] = match;
    if (control === '?25l' || control === '?25h') cursorShown = control === '?25h';
    else if (control === 'J') lines.splice(row, lines.length, '');
    else if (control?.endsWith('A') === true) row -= Number(control.slice(0, -1));
    else if (token === '\n') {
      row += 1;
      lines[row] ??= '';
    } else if (token !== '\r') lines[row] += token;
  }
  return { lines, cursorShown };
}
