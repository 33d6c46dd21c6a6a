import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { classifyAddress } from '../src/http/address-policy.ts';
import { createHttpClient } from '../src/http/http-client.ts';
import { tempDir } from './temp.ts';

const client = createHttpClient({ allowPrivate: true, allowLoopback: true });

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function serve(handler: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createHttpServer(handler))}`;
}

describe('HttpClient', () => {
  it('hands back status, headers in lower case, each cookie apart, and the body', async () => {
    const origin = await serve((request, response) => {
      response.writeHead(418, { 'X-Powered-By': 'tea', 'Set-Cookie': ['a=1; Secure', 'b=2'], Vary: ['A', 'B'] });
      response.end(`${request.method} ${request.url} ${String(request.headers['x-own'])}`);
    });
    const response = await client.request(`${origin}/path?q=1`, {
      method: 'POST',
      headers: { 'X-Own': 'yes' },
      body: 'b',
    });
    expect(response).toMatchObject({ status: 418, setCookie: ['a=1; Secure', 'b=2'], truncated: false, tls: null });
    expect(response.body).toBe('POST /path?q=1 yes');
    expect(response.headers.get('x-powered-by')).toBe('tea');
    expect(response.headers.get('vary')).toBe('A, B');
  });

  it('does not follow a redirect', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end();
    });
    const response = await client.request(origin);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('http://169.254.169.254/latest');
  });

  it('cuts a flood and says so', async () => {
    const origin = await serve((_request, response) => {
      const chunk = Buffer.alloc(65_536, 0x61);
      const pump = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pump);
      pump();
    });
    const response = await client.request(origin, { maxBytes: 100_000 });
    expect(response.body.length).toBe(100_000);
    expect(response.truncated).toBe(true);
  });

  it.each([
    ['never answers', (): void => {}],
    ['stops in mid-body', (_: unknown, response: Parameters<RequestListener>[1]): void => void response.write('half')],
  ])('gives up on a server that %s', async (_name, handler) => {
    const origin = await serve(handler);
    await expect(client.request(origin, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'E_NETWORK',
      message: expect.stringMatching(/within 0\.2 s/),
    });
  });

  it('refuses headers without end, garbage, and a connection that closes', async () => {
    for (const answer of [`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(50_000)}`, 'garbage\r\n\r\n', '']) {
      const server = createTcpServer((socket) => socket.on('error', () => {}).end(answer));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      await expect(client.request(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'E_NETWORK' });
    }
  });

  it('is cancelled before and during', async () => {
    const controller = new AbortController();
    const origin = await serve(() => controller.abort());
    await expect(client.request(origin, { signal: controller.signal })).rejects.toMatchObject({ code: 'E_CANCELLED' });
    await expect(client.request(origin, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'E_CANCELLED',
    });
  });

  it('tells what TLS says of a self-signed certificate, and refuses it unless told otherwise', async () => {
    const directory = await tempDir();
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=test.local',
      '-keyout',
      key,
      '-out',
      cert,
    ];
    execFileSync('openssl', args, { stdio: 'ignore' });
    const server = createHttpsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
      response.end('ok'),
    );
    const url = `https://127.0.0.1:${await listen(server)}/`;
    await expect(client.request(url)).rejects.toMatchObject({
      code: 'E_NETWORK',
      message: expect.stringMatching(/self-signed/),
    });
    const response = await client.request(url, { allowInvalidCertificate: true });
    expect(response.body).toBe('ok');
    expect(response.tls).toMatchObject({
      authorized: false,
      error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      protocol: 'TLSv1.3',
      subject: 'test.local',
    });
    expect(Date.parse(response.tls?.validTo ?? '')).toBeGreaterThan(Date.now());
  });

  it('refuses what the policy does not allow, by address, by name, and in any spelling', async () => {
    const origin = await serve((_request, response) => response.end('inside'));
    const port = new URL(origin).port;
    const strict = createHttpClient({ allowPrivate: false, allowLoopback: false });
    for (const host of [
      '127.0.0.1',
      'localhost',
      '127.1',
      '0x7f000001',
      '2130706433',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '[::]',
    ]) {
      await expect(strict.request(`http://${host}:${port}/`), host).rejects.toMatchObject({ code: 'E_REFUSED' });
    }
    for (const url of ['file:///etc/passwd', 'ftp://example.org/', 'http://user:word@example.org/', 'no url']) {
      await expect(strict.request(url), url).rejects.toMatchObject({ code: 'E_REFUSED' });
    }
    await expect(client.request('http://169.254.169.254/')).rejects.toMatchObject({ code: 'E_REFUSED' });
    const trusting = createHttpClient({ allowPrivate: false, allowLoopback: false, trustedOrigins: [origin] });
    expect((await trusting.request(`${origin}/x`)).body).toBe('inside');
  });
});

describe('classifyAddress', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['64:ff9b::c0a8:1', 'private'],
    ['2002:7f00:1::', 'loopback'],
    ['127.255.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['169.254.169.254', 'forbidden'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['64:ff9b::a9fe:a9fe', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['100.100.100.200', 'forbidden'],
    ['168.63.129.16', 'forbidden'],
    ['0.0.0.0', 'forbidden'],
    ['::', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['ff02::1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['no address', 'forbidden'],
  ])('%s is %s', (address, kind) => {
    expect(classifyAddress(address)).toBe(kind);
  });
});
