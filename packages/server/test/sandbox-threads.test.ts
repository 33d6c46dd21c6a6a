import { describe, expect, it, onTestFinished } from 'vitest';
import { createSandboxThreads, type SandboxThreads, type ThreadLimits } from '../src/waf-sandbox/threads.ts';

const CONTROLS = [
  {
    path: 'c.yml',
    text: `id: C-1
title: Switches
pillar: security
checks:
  - {id: c, engine: terraform, provider: any, automated: true, scope: {resource_types: [a]}, assertions: [{attribute: v, op: is_true}]}
`,
  },
];
const task = (text: string) => ({
  reader: 'terraform' as const,
  files: [{ path: 'main.tf', text }],
  today: '2026-01-01',
});
const SMALL = task('resource "a" "b" {\n  v = true\n}\n');
/** Many blocks and long lists: some tenths of a second and some dozens of megabytes. */
const LARGE = task(
  Array.from(
    { length: 3000 },
    (_, index) => `resource "a" "b${index}" {\n  list = [for one in range(200) : "x\${one}-${index}"]\n}\n`,
  ).join(''),
);

function start(limits: Partial<ThreadLimits> = {}): SandboxThreads {
  const threads = createSandboxThreads({ threads: 1, waiting: 1, timeMs: 60_000, memoryMb: 256, ...limits });
  onTestFinished(threads.end);
  return threads;
}

describe('threads of the sandbox', () => {
  it('load controls and check with them', async () => {
    const threads = start();
    expect(await threads.load(CONTROLS)).toEqual({ kind: 'controls', count: 1, problems: [] });
    const outcome = await threads.check(SMALL, CONTROLS);
    expect(outcome).toMatchObject({ kind: 'report', report: { total_pass: 1, total_fail: 0 } });
  });

  it('tell what is wrong with control files', async () => {
    const outcome = await start().load([{ path: 'broken.yml', text: 'id: [' }]);
    expect(outcome).toMatchObject({ kind: 'controls', count: 0, problems: [{ file: 'broken.yml' }] });
  });

  it('are ended when they take too long', async () => {
    expect(await start({ timeMs: 1 }).check(LARGE, CONTROLS)).toEqual({ kind: 'too-long' });
  });

  it('are ended when they take too much memory, and the next one works', { timeout: 60_000 }, async () => {
    const threads = start({ memoryMb: 24 });
    expect(await threads.check(LARGE, CONTROLS)).toEqual({ kind: 'too-large' });
    expect(await threads.check(SMALL, CONTROLS)).toMatchObject({ kind: 'report' });
  });

  it('refuse more than may wait, and answer all others', async () => {
    const threads = start();
    const outcomes = await Promise.all([1, 2, 3].map(() => threads.check(SMALL, CONTROLS)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['report', 'report', 'busy']);
  });

  it('answer those who wait when they are ended', async () => {
    const threads = start();
    const asked = [1, 2].map(() => threads.check(SMALL, CONTROLS));
    threads.end();
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds[1]).toBe('busy');
    expect(['broken', 'busy']).toContain(kinds[0]);
  });
});
