import { SecureScanError } from '@securescan/model';
import type { ScanEvent, ScannerOutcome, ScanResult } from '@securescan/model';
import { runScan } from '@securescan/core';
import type { Scanner, ToolStatus } from '@securescan/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  dependencies,
  heldScanner,
  rawFinding,
  ROOT,
  scanner,
  scanRequest,
  standInMachine,
  toolSpec,
  untilAborted,
} from './stand-in-machine.ts';

const outcomes = (result: ScanResult): Record<string, ScannerOutcome['status']> =>
  Object.fromEntries(result.scanners.map((run) => [run.scanner, run.outcome.status]));
const outcomeOf = (result: ScanResult, id: string) => result.scanners.find((run) => run.scanner === id)?.outcome;
const finds = (id: string, over: Partial<Scanner> = {}): Scanner =>
  scanner(id, {
    run: () => Promise.resolve({ findings: [rawFinding({ ruleId: id, title: `Found by ${id}` })] }),
    ...over,
  });

const READY = { state: 'ready', path: '/usr/bin/t', version: '1.2', source: 'path' } as const;

/** Lets everything happen that needs no timer. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a scan', () => {
  it('puts results in registry order and counts what is shown', async () => {
    const machine = standInMachine({ files: { 'a.py': 'eval(x)\n' } });
    const result = await runScan(scanRequest(), dependencies(machine, [finds('b'), finds('a')]));
    expect(result).toMatchObject({
      scanId: 'scan-1',
      status: 'completed',
      target: { kind: 'directory', display: '.' },
      startedAt: '2026-01-02T03:04:05.000Z',
      completedAt: '2026-01-02T03:04:05.000Z',
      notices: [],
      aiSummary: null,
      summary: { total: 2 },
    });
    expect(result.scanners.map((run) => run.scanner)).toEqual(['b', 'a']);
    expect(result.findings.map(({ scanner: id, filePath }) => [id, filePath])).toEqual([
      ['a', 'a.py'],
      ['b', 'a.py'],
    ]);
    expect(result).not.toHaveProperty('failure');
  });

  it('lets the text of the tree into identity and inline ignores', async () => {
    const scanners = [
      scanner('a', {
        run: () => Promise.resolve({ findings: [rawFinding({ lineStart: 1 }), rawFinding({ lineStart: 2 })] }),
      }),
    ];
    const files = { 'a.py': 'eval(x)\neval(y)  # securescan: ignore R1\n' };
    const result = await runScan(scanRequest(), dependencies(standInMachine({ files }), scanners));
    const [first, second] = result.findings;
    expect(first?.fingerprint).not.toBe(second?.fingerprint);
    expect(result.findings.map(({ metadata }) => metadata.suppressed_by ?? null)).toEqual([null, 'inline']);
    expect(result.summary).toMatchObject({ total: 1, suppressed: { inline: 1 } });
  });

  it('tells its events in order', async () => {
    const events: ScanEvent[] = [];
    const machine = standInMachine();
    const slow = heldScanner('slow', { expectedSeconds: 9 });
    const fast = heldScanner('fast');
    const scanners = [scanner('absent', { tool: toolSpec('absent') }), fast.scanner, slow.scanner];
    const done = runScan(
      scanRequest(),
      dependencies(machine, scanners, {
        onEvent: (event) => {
          events.push(event);
        },
      }),
    );
    await Promise.all([slow.started, fast.started]);
    machine.advance(40);
    fast.finish({ findings: [] });
    await settle();
    machine.advance(60);
    slow.finish({ findings: [rawFinding()], incomplete: 'half' });
    await done;
    expect(events).toEqual([
      { type: 'scan.start', target: '.', scannerCount: 3, scanTypes: ['code'] },
      {
        type: 'scanner.skipped',
        scanner: 'absent',
        code: 'not-installed',
        reason: 'binary not on PATH',
        installHint: 'apt install absent',
      },
      { type: 'scanner.start', scanner: 'fast' },
      { type: 'scanner.start', scanner: 'slow' },
      { type: 'scanner.complete', scanner: 'fast', durationMs: 40, findingsCount: 0, incomplete: null },
      { type: 'scanner.complete', scanner: 'slow', durationMs: 100, findingsCount: 1, incomplete: 'half' },
      { type: 'scan.complete', durationMs: 100, scannerCount: 2, findingsCount: 1, riskScore: 43.9 },
    ]);
  });

  it('is not harmed by a listener that throws', async () => {
    const onEvent = () => {
      throw new Error('listener');
    };
    const result = await runScan(scanRequest(), dependencies(standInMachine(), [finds('a')], { onEvent }));
    expect(result.status).toBe('completed');
  });

  it('tells of the skipped before all else, although the others have begun', async () => {
    const events: ScanEvent[] = [];
    const { machine, ...rest } = standInMachine();
    const status = Promise.withResolvers<ToolStatus>();
    const early = heldScanner('early');
    const scanners = [early.scanner, scanner('late', { tool: toolSpec('t') }), scanner('none', { targets: ['url'] })];
    const done = runScan(
      scanRequest(),
      dependencies({ ...rest, machine: { ...machine, findTool: () => status.promise } }, scanners, {
        onEvent: (event) => {
          events.push(event);
        },
      }),
    );
    await early.started;
    early.finish({ findings: [] });
    await settle();
    expect(events.map(({ type }) => type)).toEqual(['scan.start']);
    status.resolve({ state: 'missing' });
    await done;
    expect(events.map((event) => [event.type, 'scanner' in event ? event.scanner : null])).toEqual([
      ['scan.start', null],
      ['scanner.skipped', 'late'],
      ['scanner.skipped', 'none'],
      ['scanner.start', 'early'],
      ['scanner.complete', 'early'],
      ['scan.complete', null],
    ]);
  });

  it('lets built-in scanners run while tools wait for their turn', async () => {
    const started: string[] = [];
    const busy = heldScanner('busy', { tool: toolSpec('t'), expectedSeconds: 60 });
    const optional = heldScanner('optional', { optionalTool: toolSpec('t') });
    const unused = heldScanner('unused', { optionalTool: toolSpec('t'), usesOptionalTool: () => false });
    const builtIn = heldScanner('built-in');
    const all = [busy, optional, unused, builtIn];
    const done = runScan(
      scanRequest({ jobs: 1 }),
      dependencies(
        standInMachine({ tools: { t: READY } }),
        all.map((held) => held.scanner),
        {
          onEvent: (event) => {
            if (event.type === 'scanner.start') started.push(event.scanner);
          },
        },
      ),
    );
    await Promise.all([busy.started, unused.started, builtIn.started]);
    await settle();
    expect(started.toSorted()).toEqual(['built-in', 'busy', 'unused']);
    for (const held of all) held.finish({ findings: [] });
    const result = await done;
    expect(started.at(-1)).toBe('optional');
    expect(result.scanners.map(({ version }) => version)).toEqual(['1.2', '1.2', null, null]);
  });

  it('starts as many tools as asked for, the longest first', async () => {
    const tool = toolSpec('t');
    const scanners = [
      heldScanner('short', { tool }),
      heldScanner('long', { tool, expectedSeconds: 99 }),
      heldScanner('medium', { tool, expectedSeconds: 9 }),
    ];
    const started: string[] = [];
    const done = runScan(
      scanRequest({ jobs: 1 }),
      dependencies(
        standInMachine({ tools: { t: READY } }),
        scanners.map((held) => held.scanner),
        {
          onEvent: (event) => {
            if (event.type === 'scanner.start') started.push(event.scanner);
          },
        },
      ),
    );
    for (const held of [scanners[1], scanners[2], scanners[0]]) {
      await held?.started;
      held?.finish({ findings: [] });
    }
    await done;
    expect(started).toEqual(['long', 'medium', 'short']);
  });

  it('takes the number of tools at once from the machine when it is not asked for', async () => {
    const tool = toolSpec('t');
    const [a, b] = [heldScanner('a', { tool }), heldScanner('b', { tool })];
    const started: string[] = [];
    const machine = standInMachine({ parallelism: 1, tools: { t: READY } });
    const done = runScan(
      scanRequest(),
      dependencies(machine, [a.scanner, b.scanner], {
        onEvent: (event) => {
          if (event.type === 'scanner.start') started.push(event.scanner);
        },
      }),
    );
    await a.started;
    await settle();
    expect(started).toEqual(['a']);
    a.finish({ findings: [] });
    b.finish({ findings: [] });
    await done;
  });

  it('keeps only findings of the chosen files and says how many others there were', async () => {
    const findings = ['a.py', 'b.py', null].map((path) => rawFinding({ path, title: path ?? 'nowhere' }));
    const result = await runScan(
      scanRequest({ onlyPaths: new Set(['b.py']) }),
      dependencies(standInMachine(), [scanner('a', { run: () => Promise.resolve({ findings }) })]),
    );
    expect(result.findings.map(({ filePath }) => filePath)).toEqual(['b.py']);
    expect(result.summary.total).toBe(1);
    expect(result.notices).toEqual(['dropped 2 findings outside the chosen files']);
  });

  it('says what the walk left out, and walks only when a scanner does', async () => {
    const problems = [
      { kind: 'unreadable' as const, path: 'z', message: '' },
      { kind: 'link-outside' as const, path: 'l', message: '' },
      { kind: 'unreadable' as const, path: 'b', message: '' },
    ];
    const walking = scanner('walking', {
      run: async ({ tree }) => {
        await tree.files();
        return { findings: [] };
      },
    });
    const walked = await runScan(scanRequest(), dependencies(standInMachine({ problems }), [walking]));
    expect(walked.notices).toEqual([
      '2 files or directories could not be read: b, z',
      '1 link leads out of the target and was not followed: l',
    ]);
    const machine = standInMachine({ problems });
    expect((await runScan(scanRequest(), dependencies(machine, [finds('a')]))).notices).toEqual([]);
    expect(machine.walks.count).toBe(0);
  });

  it('asks the tree for the checks of the scanners that run', async () => {
    const machine = standInMachine();
    const fileCheck = { id: 'a', version: '1', wants: () => true, check: () => [] };
    const scanners = [scanner('a', { fileCheck }), scanner('b', { fileCheck: { ...fileCheck, id: 'b' } })];
    await runScan(
      scanRequest({ excludeScanners: ['b'], settings: { ...scanRequest().settings, exclude: ['dist/**'] } }),
      dependencies(machine, scanners),
    );
    expect(machine.opened).toMatchObject([{ fileChecks: ['a'], exclude: ['dist/**'] }]);
  });
});

describe('the context of a scanner', () => {
  it('runs its own tool with the limits of the scan', async () => {
    const machine = standInMachine({ tools: { t: READY } });
    const scanners = [
      scanner('a', {
        tool: toolSpec('t'),
        run: async (context) => {
          await context.runTool(['-x'], { okExitCodes: [0, 1] });
          return { findings: [] };
        },
      }),
    ];
    const result = await runScan(scanRequest(), dependencies(machine, scanners));
    expect(result.scanners[0]?.version).toBe('1.2');
    expect(machine.invocations).toMatchObject([
      {
        path: '/usr/bin/t',
        args: ['-x'],
        options: { okExitCodes: [0, 1] },
        defaults: { cwd: ROOT, timeoutMs: 60_000 },
        sourceRoot: ROOT,
      },
    ]);
  });

  it('gives a tool a temporary directory to run in when the target is no directory, and removes it', async () => {
    const machine = standInMachine({ tools: { t: READY } });
    const seen: string[] = [];
    const scanners = [
      scanner('a', {
        tool: toolSpec('t'),
        targets: ['url'],
        run: async (context) => {
          await context.runTool([]);
          seen.push(await context.makeTempDir());
          expect(machine.tempDirs.size).toBe(2);
          return { findings: [] };
        },
      }),
    ];
    const target = { kind: 'url', url: 'https://example.org/', display: 'https://example.org/' } as const;
    const result = await runScan(scanRequest({ target }), dependencies(machine, scanners));
    expect(outcomes(result)).toEqual({ a: 'completed' });
    expect(machine.invocations).toMatchObject([{ defaults: { cwd: '/tmp/a-1' }, sourceRoot: null }]);
    expect(seen).toEqual(['/tmp/a-2']);
    expect(machine.tempDirs.size).toBe(0);
    expect(machine.isTreeOpen()).toBe(false);
  });

  it('removes temporary directories and closes the tree after a failure too', async () => {
    const machine = standInMachine();
    const scanners = [
      scanner('a', {
        run: async (context) => {
          await context.makeTempDir();
          throw new Error('after');
        },
      }),
    ];
    const result = await runScan(scanRequest(), dependencies(machine, scanners));
    expect(outcomes(result)).toEqual({ a: 'failed' });
    expect(machine.tempDirs.size).toBe(0);
    expect(machine.isTreeOpen()).toBe(false);
  });

  it('does not lose findings because cleaning up fails', async () => {
    const machine = standInMachine();
    const refuse = () => Promise.reject(new Error('busy'));
    const makeTempDir = () => Promise.resolve({ path: '/tmp/x', [Symbol.asyncDispose]: refuse });
    const scanners = [
      scanner('a', {
        run: async (context) => {
          await context.makeTempDir();
          return { findings: [rawFinding()] };
        },
      }),
    ];
    const result = await runScan(
      scanRequest(),
      dependencies({ ...machine, machine: { ...machine.machine, makeTempDir } }, scanners),
    );
    expect(outcomes(result)).toEqual({ a: 'completed' });
    expect(result.findings).toHaveLength(1);
  });

  it('names the version of a tool that told it only after the start', async () => {
    const { machine, ...rest } = standInMachine();
    const versions = [null, '1.2.3'];
    const findTool = () =>
      Promise.resolve({
        state: 'ready',
        path: '/usr/bin/t',
        version: versions.shift() ?? null,
        source: 'path',
      } as const);
    const one = scanner('a', { tool: toolSpec('t') });
    const result = await runScan(scanRequest(), dependencies({ ...rest, machine: { ...machine, findTool } }, [one]));
    expect(result.scanners.map(({ version }) => version)).toEqual(['1.2.3']);
  });

  it('has an optional tool when it is there, and knows when it is not', async () => {
    const seen: string[] = [];
    const scanners = [
      scanner('a', {
        optionalTool: toolSpec('t'),
        run: async (context) => {
          seen.push(context.toolStatus?.state ?? 'none');
          await context.runTool([]);
          return { findings: [] };
        },
      }),
    ];
    const without = await runScan(scanRequest(), dependencies(standInMachine(), scanners));
    expect(outcomeOf(without, 'a')).toMatchObject({ status: 'failed', code: 'E_TOOL_MISSING' });
    const withTool = await runScan(scanRequest(), dependencies(standInMachine({ tools: { t: READY } }), scanners));
    expect(outcomes(withTool)).toEqual({ a: 'completed' });
    expect(seen).toEqual(['missing', 'ready']);
  });
});

describe('a scanner that misbehaves', () => {
  it('fails alone: two failures at once leave the third standing', async () => {
    const [a, b] = [heldScanner('a'), heldScanner('b')];
    const done = runScan(scanRequest(), dependencies(standInMachine(), [a.scanner, b.scanner, finds('c')]));
    await Promise.all([a.started, b.started]);
    a.fail(new SecureScanError('E_TOOL_EXIT', 'a ended with exit code 2', { details: { exitCode: 2 } }));
    b.fail(new TypeError('x is not a function'));
    const result = await done;
    expect(result.status).toBe('completed');
    expect(result.findings).toHaveLength(1);
    expect(outcomeOf(result, 'a')).toEqual({
      status: 'failed',
      code: 'E_TOOL_EXIT',
      message: 'a ended with exit code 2',
      details: { exitCode: 2 },
    });
    expect(outcomeOf(result, 'b')).toEqual({
      status: 'failed',
      code: 'E_SCANNER',
      message: 'b broke down: x is not a function',
      details: {},
    });
  });

  it.each<[string, Partial<Scanner>]>([
    [
      'throws before it waits',
      {
        run: () => {
          throw new Error('at once');
        },
      },
    ],
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- foreign code throws what it likes
    ['throws what is no error', { run: () => Promise.reject('at once') }],
    ['fails while looking whether there is work', { findSkipReason: () => Promise.reject(new Error('at once')) }],
  ])('that %s has failed', async (_name, over) => {
    const result = await runScan(scanRequest(), dependencies(standInMachine(), [scanner('a', over), finds('b')]));
    expect(outcomeOf(result, 'a')).toMatchObject({ code: 'E_SCANNER', message: 'a broke down: at once' });
    expect(outcomes(result)).toEqual({ a: 'failed', b: 'completed' });
  });

  it('that hands back rubbish has failed; rubbish among findings is counted', async () => {
    const rubbish = scanner('a', { run: () => Promise.resolve(null as never) });
    const mixed = scanner('b', { run: () => Promise.resolve({ findings: [rawFinding(), { title: 3 } as never] }) });
    const result = await runScan(scanRequest(), dependencies(standInMachine(), [rubbish, mixed]));
    expect(outcomeOf(result, 'a')).toMatchObject({ status: 'failed', code: 'E_TOOL_REPORT' });
    expect(outcomeOf(result, 'b')).toMatchObject({ status: 'completed', findingsCount: 1, notes: [/^1 record of 2/] });
  });

  it('that has nothing to do says so itself', async () => {
    const reason = { code: 'nothing-to-scan', reason: 'no manifest', installHint: null } as const;
    const events: string[] = [];
    const idle = scanner('a', { findSkipReason: () => Promise.resolve(reason) });
    const result = await runScan(
      scanRequest(),
      dependencies(standInMachine(), [idle], {
        onEvent: ({ type }) => {
          events.push(type);
        },
      }),
    );
    expect(outcomeOf(result, 'a')).toEqual({ status: 'skipped', ...reason });
    expect(result.status).toBe('completed');
    expect(events).toEqual(['scan.start', 'scanner.skipped', 'scan.complete']);
  });
});

describe('a scan in which nothing looked', () => {
  it('has failed, with the reasons', async () => {
    const events: ScanEvent[] = [];
    const scanners = [
      scanner('a', { tool: toolSpec('a') }),
      scanner('b', { run: () => Promise.reject(new Error('no')) }),
    ];
    const result = await runScan(
      scanRequest(),
      dependencies(standInMachine(), scanners, {
        onEvent: (event) => {
          events.push(event);
        },
      }),
    );
    expect(result.status).toBe('failed');
    expect(result.failure).toEqual({
      code: 'E_SCANNER',
      message: 'no scanner could look at the target; a: binary not on PATH (apt install a); b: b broke down: no',
    });
    expect(events.at(-1)).toEqual({ type: 'scan.failed', durationMs: 0, ...result.failure });
  });

  it('has failed when no family has a scanner', async () => {
    const result = await runScan(scanRequest({ scanTypes: ['iac'] }), dependencies(standInMachine(), [finds('a')]));
    expect(result.scanners).toEqual([]);
    expect(result.failure?.code).toBe('E_NO_SCANNER');
  });
});

describe('a target that cannot be opened', () => {
  it('rejects, and the events say that the scan has failed', async () => {
    const events: ScanEvent[] = [];
    const machine = standInMachine();
    const openTree = () => {
      throw new SecureScanError('E_TARGET_UNREADABLE', 'cannot read /repo');
    };
    const done = runScan(
      scanRequest(),
      dependencies({ ...machine, machine: { ...machine.machine, openTree } }, [finds('a')], {
        onEvent: (event) => {
          events.push(event);
        },
      }),
    );
    await expect(done).rejects.toMatchObject({ code: 'E_TARGET_UNREADABLE' });
    expect(events.map(({ type }) => type)).toEqual(['scan.start', 'scan.failed']);
  });
});

describe('a time limit', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends a scanner that hangs, and nothing else', async () => {
    const hanging = heldScanner('a', { run: untilAborted });
    const other = heldScanner('b');
    const request = scanRequest({ settings: { ...scanRequest().settings, scannerTimeoutsMs: { a: 5000 } } });
    const done = runScan(request, dependencies(standInMachine(), [hanging.scanner, other.scanner]));
    const context = await other.started;
    await vi.advanceTimersByTimeAsync(5000);
    expect(context.signal.aborted).toBe(false);
    other.finish({ findings: [rawFinding()] });
    const result = await done;
    expect(outcomeOf(result, 'a')).toMatchObject({
      status: 'failed',
      code: 'E_TOOL_TIMEOUT',
      message: 'a did not finish within 5 s; raise the limit under scanners.a.timeout',
    });
    expect(result).toMatchObject({ status: 'completed', summary: { total: 1 } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not wait long for a scanner that ignores its signal, nor take what it says later', async () => {
    const deaf = heldScanner('a');
    const machine = standInMachine();
    const done = runScan(scanRequest(), dependencies(machine, [deaf.scanner, finds('b')]));
    const context = await deaf.started;
    await vi.advanceTimersByTimeAsync(60_000 + 2000);
    const result = await done;
    expect(outcomes(result)).toEqual({ a: 'failed', b: 'completed' });
    deaf.finish({ findings: [rawFinding()] });
    await settle();
    expect(result.findings).toHaveLength(1);
    await expect(context.makeTempDir()).rejects.toThrow('a was ended');
    expect(machine.tempDirs.size).toBe(0);
  });

  it('does not take a report that comes between the end and the grace', async () => {
    const late = heldScanner('a');
    const done = runScan(scanRequest(), dependencies(standInMachine(), [late.scanner]));
    await late.started;
    await vi.advanceTimersByTimeAsync(60_000);
    late.finish({ findings: [rawFinding()] });
    const result = await done;
    expect(outcomeOf(result, 'a')).toMatchObject({ code: 'E_TOOL_TIMEOUT' });
    expect(result.findings).toEqual([]);
  });
});

describe('cancelling', () => {
  it('before the scan: nothing is started', async () => {
    const never = scanner('a', { run: () => Promise.reject(new Error('was started')) });
    const events: string[] = [];
    const result = await runScan(
      scanRequest(),
      dependencies(standInMachine(), [never], {
        signal: AbortSignal.abort(),
        onEvent: ({ type }) => {
          events.push(type);
        },
      }),
    );
    expect(result).toMatchObject({ status: 'cancelled', findings: [] });
    expect(outcomes(result)).toEqual({ a: 'cancelled' });
    expect(events).toEqual(['scan.start', 'scanner.cancelled', 'scan.cancelled']);
  });

  it('is not taken for a failure when there was nothing to start either', async () => {
    const one = scanner('a', { targets: ['url'] });
    const signal = AbortSignal.abort();
    const result = await runScan(scanRequest(), dependencies(standInMachine(), [one], { signal }));
    expect(result.status).toBe('cancelled');
    expect(result).not.toHaveProperty('failure');
  });

  it('during the scan: what was finished stays, the rest is cancelled', async () => {
    const controller = new AbortController();
    const events: ScanEvent[] = [];
    const tool = toolSpec('t');
    const quick = heldScanner('quick');
    const running = heldScanner('running', { tool, expectedSeconds: 8, run: untilAborted });
    const waiting = ['waiting', 'also-waiting'].map((id) => finds(id, { tool }));
    const absent = scanner('absent', { tool: toolSpec('absent') });
    const machine = standInMachine({ tools: { t: READY } });
    const done = runScan(
      scanRequest({ jobs: 1 }),
      dependencies(machine, [...waiting, running.scanner, absent, quick.scanner], {
        signal: controller.signal,
        onEvent: (event) => {
          events.push(event);
          if (event.type === 'scanner.complete') controller.abort();
        },
      }),
    );
    await quick.started;
    quick.finish({ findings: [rawFinding()] });
    const result = await done;
    expect(outcomes(result)).toEqual({
      waiting: 'cancelled',
      'also-waiting': 'cancelled',
      running: 'cancelled',
      absent: 'skipped',
      quick: 'completed',
    });
    expect(result).toMatchObject({ status: 'cancelled', summary: { total: 1 } });
    expect(events.at(-1)?.type).toBe('scan.cancelled');
    const cancelled = events.flatMap((event) => (event.type === 'scanner.cancelled' ? [event.scanner] : []));
    expect(cancelled).toEqual(['running', 'waiting', 'also-waiting']);
  });

  it('settles although a scanner ignores its signal', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const controller = new AbortController();
      const deaf = heldScanner('a');
      const done = runScan(
        scanRequest(),
        dependencies(standInMachine(), [deaf.scanner], { signal: controller.signal }),
      );
      await deaf.started;
      controller.abort();
      await vi.advanceTimersByTimeAsync(2000);
      expect(await done).toMatchObject({ status: 'cancelled', scanners: [{ outcome: { status: 'cancelled' } }] });
    } finally {
      vi.useRealTimers();
    }
  });

  it('while tools are looked for: nothing is started', async () => {
    const controller = new AbortController();
    const events: string[] = [];
    const machine = standInMachine();
    const findTool = () => {
      controller.abort();
      return Promise.reject(new SecureScanError('E_CANCELLED', 'cancelled'));
    };
    const result = await runScan(
      scanRequest(),
      dependencies({ ...machine, machine: { ...machine.machine, findTool } }, [scanner('a', { tool: toolSpec('t') })], {
        signal: controller.signal,
        onEvent: ({ type }) => {
          events.push(type);
        },
      }),
    );
    expect(result).toMatchObject({ status: 'cancelled', scanners: [{ outcome: { status: 'cancelled' } }] });
    expect(events).toEqual(['scan.start', 'scanner.cancelled', 'scan.cancelled']);
  });

  it('after the scan: the result stays what it was', async () => {
    const controller = new AbortController();
    const result = await runScan(
      scanRequest(),
      dependencies(standInMachine(), [finds('a')], { signal: controller.signal }),
    );
    controller.abort();
    await settle();
    expect(result.status).toBe('completed');
  });
});
