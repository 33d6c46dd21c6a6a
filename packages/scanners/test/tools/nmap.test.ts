import { createServer, type AddressInfo } from 'node:net';
import { runToReport } from '@securescan/testkit/scanner-context';
import { expect, it } from 'vitest';
import { nmap } from '../../src/nmap/index.ts';
import { describeTool } from './tool-test.ts';

const target = { kind: 'host', host: '127.0.0.1', display: '127.0.0.1' } as const;

await describeTool(nmap, () => {
  it('finds a listener on loopback', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined); // nmap hangs up as it likes
      socket.end('220 ready\r\n');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo; // it listens on TCP
    try {
      const options = { nmapExtraArgs: [`-p${port}`] };
      const { findings, incomplete } = await runToReport(nmap, { target, options });
      expect(findings).toMatchObject([
        { ruleId: `open-port-${port}`, identity: `127.0.0.1:${port}/tcp`, metadata: { host_addr: '127.0.0.1', port } },
      ]);
      expect(incomplete).toBeNull();
    } finally {
      server.close();
    }
  }, 120_000);

  it('fails for a name that does not resolve', async () => {
    const host = 'nowhere.invalid';
    const unknown = { kind: 'host', host, display: host } as const;
    await expect(runToReport(nmap, { target: unknown })).rejects.toThrow(/nmap found no host to scan/);
  }, 60_000);
});
