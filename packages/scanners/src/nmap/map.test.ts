import { describe, expect, it } from 'vitest';
import { makeFakeContext } from '../../test/fake-context.ts';
import { nmap } from './index.ts';
import { toRawFindings } from './map.ts';
import { parseNmapReport } from './report.ts';

function report(content: string, stats = 'up="1" down="0" total="1"'): string {
  return `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun>${content}<runstats><hosts ${stats}/></runstats></nmaprun>`;
}

function map(ports: string) {
  const xml = report(`<host><address addr="10.0.0.5" addrtype="ipv4"/><ports>${ports}</ports></host>`);
  return toRawFindings(parseNmapReport(xml), '10.0.0.5').findings;
}

describe('a port', () => {
  it('that is open is told apart by host, port and protocol', () => {
    expect(
      map('<port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH&#45;x"/></port>'),
    ).toMatchObject([
      {
        severity: 'info',
        title: 'Open port 22/tcp: ssh OpenSSH-x',
        ruleId: 'open-port-22',
        identity: '10.0.0.5:22/tcp',
      },
    ]);
  });

  it.each(['closed', 'filtered', 'unfiltered'])('that is %s is no finding', (state) => {
    expect(map(`<port protocol="tcp" portid="22"><state state="${state}"/></port>`)).toEqual([]);
  });

  it('that did not answer over UDP is said to be unsure', () => {
    expect(map('<port protocol="udp" portid="161"><state state="open|filtered"/></port>')).toMatchObject([
      { severity: 'info', ruleId: 'maybe-open-port-161', confidence: 'low' },
    ]);
  });
});

describe('a run', () => {
  const target = { kind: 'host', host: '10.0.0.5', display: '10.0.0.5' } as const;
  const down = report('', 'up="0" down="1" total="1"');

  it('asks for databases beside the frequent ports', async () => {
    const started: string[][] = [];
    await nmap.run(
      makeFakeContext({
        target,
        tool: (args) => {
          started.push([...args]);
          return { stdout: report('') };
        },
      }),
    );
    expect(started.map((args) => args.join(' '))).toEqual([
      '-sT -sV --top-ports 1000 --host-timeout 240s -oX - -- 10.0.0.5',
      '-sT -sV -p 6379,11211,27017 --host-timeout 240s -oX - -- 10.0.0.5',
    ]);
  });

  it('takes the ports of the operator instead of ours', async () => {
    const started: string[][] = [];
    await nmap.run(
      makeFakeContext({
        target: { kind: 'host', host: '::1', display: '::1' },
        options: { nmapExtraArgs: ['-p', '80'] },
        tool: (args) => {
          started.push([...args]);
          return { stdout: report('') };
        },
      }),
    );
    expect(started.map((args) => args.join(' '))).toEqual(['-sT -sV --host-timeout 240s -6 -p 80 -oX - -- ::1']);
  });

  it('notes a host that seems to be down', async () => {
    const { findings, notes } = await nmap.run(makeFakeContext({ target, tool: () => ({ stdout: down }) }));
    expect(findings).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('seems to be down')]);
  });

  it('is incomplete when a host timed out', async () => {
    const slow = report('<host timedout="true"><address addr="10.0.0.5"/></host>');
    const { incomplete } = await nmap.run(makeFakeContext({ target, tool: () => ({ stdout: slow }) }));
    expect(incomplete).toBe('nmap gave up on 10.0.0.5 after 240 s.');
  });

  it('fails when the name does not resolve', async () => {
    const none = { stdout: report('', 'up="0" down="0" total="0"'), stderr: 'Failed to resolve "nope.invalid".' };
    await expect(nmap.run(makeFakeContext({ target, tool: () => none }))).rejects.toThrow(/Failed to resolve/);
  });
});
