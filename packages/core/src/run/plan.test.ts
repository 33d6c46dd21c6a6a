import { describe, expect, it } from 'vitest';
import { dependencies, scanner, scanRequest, standInMachine, toolSpec } from '../../test/stand-in-machine.ts';
import type { StandInOptions } from '../../test/stand-in-machine.ts';
import type { Scanner } from '../scanner/scanner.ts';
import { planScan } from './plan.ts';
import type { ToolStatus } from '../scanner/tool.ts';
import type { ScanRequest } from './request.ts';

async function skipOf(one: Scanner, request: Partial<ScanRequest> = {}, options: StandInOptions = {}) {
  const plan = await Promise.all(planScan(scanRequest(request), dependencies(standInMachine(options), [one])));
  return plan.map(({ skip }) => skip);
}

const withSettings = (over: Partial<ScanRequest['settings']>) => ({
  settings: { ...scanRequest().settings, ...over },
});

describe('planScan', () => {
  it('leaves out other families without a word', async () => {
    expect(await skipOf(scanner('a', { scanType: 'network' }))).toEqual([]);
  });

  it('runs what needs nothing', async () => {
    expect(await skipOf(scanner('a'))).toEqual([null]);
  });

  it('keeps the order of the registry', async () => {
    const ids = ['z', 'a', 'm'];
    const all = ids.map((id) => scanner(id));
    const plan = await Promise.all(planScan(scanRequest(), dependencies(standInMachine(), all)));
    expect(plan.map((entry) => entry.scanner.id)).toEqual(ids);
  });

  it.each<[string, Scanner, Partial<ScanRequest>, object]>([
    ['excluded by name', scanner('a'), { excludeScanners: ['a'] }, { code: 'excluded', reason: 'left out as asked' }],
    [
      'switched off',
      scanner('a'),
      withSettings({ disabledScanners: ['a'] }),
      { code: 'excluded', reason: 'switched off in the configuration' },
    ],
    [
      'named, but of a family that was not asked for',
      scanner('a', { scanType: 'network' }),
      { onlyScanners: ['a'] },
      { code: 'excluded', reason: "its family 'network' was not asked for" },
    ],
    [
      'for another kind of target',
      scanner('a', { targets: ['url', 'host'] }),
      {},
      { code: 'not-applicable', reason: 'needs a url or host as target, not a directory' },
    ],
    [
      'reading none of the chosen files',
      scanner('a', { reads: (path) => path.endsWith('.py') }),
      { onlyPaths: new Set(['README.md']) },
      { code: 'nothing-to-scan', reason: 'reads none of the chosen files' },
    ],
  ])('skips a scanner that is %s', async (_name, one, request, reason) => {
    expect(await skipOf(one, request)).toEqual([{ ...reason, installHint: null }]);
  });

  it('runs a scanner that reads one of the chosen files, or does not say what it reads', async () => {
    const onlyPaths = new Set(['README.md', 'a.py']);
    expect(await skipOf(scanner('a', { reads: (path) => path.endsWith('.py') }), { onlyPaths })).toEqual([null]);
    expect(await skipOf(scanner('a'), { onlyPaths })).toEqual([null]);
  });

  it('leaves out without a word what was not among the chosen scanners', async () => {
    const chosen = scanRequest({ onlyScanners: ['b'] });
    const plan = planScan(chosen, dependencies(standInMachine(), [scanner('a'), scanner('b')]));
    expect((await Promise.all(plan)).map((entry) => entry.scanner.id)).toEqual(['b']);
  });

  it('decides each scanner by itself, whatever the tool of another takes', async () => {
    const { machine } = standInMachine();
    const { promise, resolve } = Promise.withResolvers<ToolStatus>();
    const plan = planScan(
      scanRequest(),
      dependencies({ ...standInMachine(), machine: { ...machine, findTool: () => promise } }, [
        scanner('slow', { tool: toolSpec('t') }),
        scanner('b'),
      ]),
    );
    expect(await plan[1]).toMatchObject({ skip: null });
    resolve({ state: 'missing' });
    expect(await plan[0]).toMatchObject({ skip: { code: 'not-installed' } });
  });

  it('gives the hint for the platform when a tool is missing', async () => {
    expect(await skipOf(scanner('a', { tool: toolSpec('t') }))).toEqual([
      { code: 'not-installed', reason: 'binary not on PATH', installHint: 'apt install t' },
    ]);
  });

  it('tells a broken tool from a missing one', async () => {
    const tools = { t: { state: 'broken', path: '/usr/bin/t', message: 'exit code 126' } } as const;
    expect(await skipOf(scanner('a', { tool: toolSpec('t') }), {}, { tools })).toEqual([
      { code: 'broken', reason: 't does not work: exit code 126', installHint: 'apt install t' },
    ]);
  });

  it('runs without its optional tool', async () => {
    expect(await skipOf(scanner('a', { optionalTool: toolSpec('t') }))).toEqual([null]);
  });

  it('does not look for the tool of a scanner that is left out anyway', async () => {
    const machine = standInMachine();
    const looked: string[] = [];
    const findTool: typeof machine.machine.findTool = (spec) => {
      looked.push(spec.command);
      return Promise.resolve({ state: 'missing' });
    };
    const request = scanRequest({ excludeScanners: ['a'] });
    await Promise.all(
      planScan(
        request,
        dependencies({ ...machine, machine: { ...machine.machine, findTool } }, [
          scanner('a', { tool: toolSpec('t') }),
        ]),
      ),
    );
    expect(looked).toEqual([]);
  });

  it('does not look for the tool of a scanner that has nothing to do', async () => {
    const reason = { code: 'nothing-to-scan', reason: 'no Python files', installHint: null } as const;
    const plan = await Promise.all(
      planScan(scanRequest(), {
        ...dependencies(standInMachine(), [scanner('a', { tool: toolSpec('t') })]),
        lookForWork: () => Promise.resolve(reason),
      }),
    );
    expect(plan).toMatchObject([{ skip: reason, toolStatus: null }]);
  });

  it('keeps what went wrong while a scanner looked for work, and plans the others', async () => {
    const error = new Error('no');
    const plan = await Promise.all(
      planScan(scanRequest(), {
        ...dependencies(standInMachine(), [scanner('a'), scanner('b')]),
        lookForWork: ({ id }) => (id === 'a' ? Promise.reject(error) : Promise.resolve(null)),
      }),
    );
    expect(plan).toMatchObject([{ skip: null, failure: { error } }, { skip: null }]);
    expect(plan[1]).not.toHaveProperty('failure');
  });

  it.each<Partial<ScanRequest>>([{ onlyScanners: ['bandti'] }, { excludeScanners: ['bandti'] }])(
    'refuses a scanner that does not exist: %j',
    async (request) => {
      await expect(skipOf(scanner('bandit'), request)).rejects.toMatchObject({
        code: 'E_ARGUMENT',
        message: expect.stringContaining("'bandti' (did you mean 'bandit'?)") as unknown,
      });
    },
  );
});
