import { describe, expect, it } from 'vitest';
import { makeFakeContext } from '../../test/fake-context.ts';
import { isAllowedTarget } from './allow-list.ts';
import { nmap } from './index.ts';

describe('targets of nmap', () => {
  it.each<[string, string[], boolean]>([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['10.1.2.3', ['10.1.2.3'], true],
    ['10.1.0.0/16', ['10.0.0.0/8'], true],
    ['10.0.0.0/8', ['10.1.0.0/16'], false],
    ['11.0.0.1', ['10.0.0.0/8', '192.168.0.0/16'], false],
    ['10.1.2.3', ['0.0.0.0/0'], true],
    ['10.1.2.300', ['10.0.0.0/8'], false],
    ['10.1.2.3', ['10.0.0.0/64', '10.1.2', ''], false],
    ['::1', ['::1'], true],
    ['2001:db8::5', ['2001:db8::/32'], true],
    ['2001:db9::5', ['2001:db8::/32'], false],
    ['::ffff', ['10.0.0.0/0'], false],
    ['2001:0DB8:0:0:0:0:0:1', ['2001:db8::1'], true],
    ['db.internal.test', ['db.internal.test'], true],
    ['DB.Internal.Test', ['*.internal.test'], true],
    ['internal.test', ['*.internal.test'], false],
    ['evilinternal.test', ['*.internal.test'], false],
    ['db.internal.test/8', ['*.internal.test'], false],
    ['db.internal.test', ['10.0.0.0/8'], false],
    ['db.internal.test', [], false],
  ])('%s in %j: %s', (host, allowed, expected) => {
    expect(isAllowedTarget(host, allowed)).toBe(expected);
  });

  it('are refused before nmap starts when they are not on the list', async () => {
    const started: (readonly string[])[] = [];
    const context = makeFakeContext({
      target: { kind: 'host', host: '192.0.2.1', display: '192.0.2.1' },
      options: { nmapTargets: ['10.0.0.0/8'] },
      tool: (args) => {
        started.push(args);
        return { stdout: '', exitCode: 0 };
      },
    });
    await expect(nmap.run(context)).rejects.toThrow(
      expect.objectContaining({
        code: 'E_REFUSED',
        message: expect.stringContaining('scanners.nmap.targets') as string,
      }),
    );
    expect(started).toEqual([]);
  });
});
