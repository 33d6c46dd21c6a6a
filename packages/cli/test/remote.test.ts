import { createServer as createHttp } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '@securescan/testkit/certificate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDirectory, runCli } from './run-cli.ts';

interface Seen {
  readonly url: string;
  readonly requests: IncomingMessage[];
}

type Reply = (index: number) => { readonly status: number; readonly headers?: Record<string, string> };

/** A stand-in for another machine's server on a real socket; every answer is an empty list of scans. */
async function startServer(reply: Reply, tls?: { readonly key: string; readonly cert: string }): Promise<Seen> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    const { status, headers } = reply(requests.push(request) - 1);
    response.writeHead(status, headers).end('[]');
  };
  const server = tls ? createHttps(tls, listener) : createHttp(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, requests };
}

const env = { SECURESCAN_API_KEY: 'key-of-the-test' };
const history = (url: string, ...more: string[]) => runCli(['history', '--url', url, ...more], { env });

describe('asking a server', () => {
  it('comes again when it is busy, as often as it is worth', async () => {
    const server = await startServer((index) =>
      index < 2 ? { status: index === 0 ? 429 : 503, headers: { 'retry-after': '0' } } : { status: 200 },
    );
    expect(await history(server.url)).toMatchObject({ exitCode: 0 });
    expect(server.requests).toHaveLength(3);

    const busy = await startServer(() => ({ status: 503, headers: { 'retry-after': '0' } }));
    expect((await history(busy.url)).stderr).toContain('answered 503');
    expect(busy.requests).toHaveLength(4);

    const resting = await startServer(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    expect((await history(resting.url)).stderr).toContain('answered 429');
    expect(resting.requests).toHaveLength(1);
  });

  it('takes a key to nobody else: not over a redirect, and not over plain HTTP', async () => {
    const other = await startServer(() => ({ status: 200 }));
    const server = await startServer(() => ({ status: 307, headers: { location: `${other.url}/api/v1/scans` } }));
    const run = await history(server.url);
    expect(run).toMatchObject({ exitCode: 3 });
    expect(run.stderr).toContain(`sends /api/v1/scans on to ${other.url}`);
    expect(other.requests).toEqual([]);

    const plain = await history('http://scans.example');
    expect(plain).toMatchObject({ exitCode: 2 });
    expect(plain.stderr).toMatch(/over plain HTTP; use https, or --allow-http/);
  });

  it('believes the certificates of known authorities, of --ca-file, and all of them only with a warning', async () => {
    const certificate = makeCertificate();
    const server = await startServer(() => ({ status: 200 }), certificate);
    const strange = await history(server.url);
    expect(strange).toMatchObject({ exitCode: 3 });
    expect(strange.stderr).toContain('--ca-file');
    expect(server.requests).toEqual([]);

    const directory = makeDirectory({ 'ca.pem': certificate.cert, 'key.pem': certificate.key });
    expect(await history(server.url, '--ca-file', `${directory}/ca.pem`)).toMatchObject({ exitCode: 0 });
    expect(server.requests[0]?.headers['x-api-key']).toBe(env.SECURESCAN_API_KEY);

    const careless = await history(server.url, '--insecure');
    expect(careless).toMatchObject({ exitCode: 0 });
    expect(careless.stderr).toContain('warning: --insecure');

    const half = await history(server.url, '--client-cert', `${directory}/ca.pem`);
    expect(half).toMatchObject({ exitCode: 2 });
    expect(half.stderr).toContain('--client-cert and --client-key belong together');
  });

  it('shows its own certificate where one is asked for', async () => {
    const certificate = makeCertificate();
    const requests: string[] = [];
    const options = { ...certificate, requestCert: true, ca: certificate.cert };
    const server = createHttps(options, (request, response) => {
      requests.push(String('authorized' in request.socket && request.socket.authorized));
      response.end('[]');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const directory = makeDirectory({ 'ca.pem': certificate.cert, 'key.pem': certificate.key });
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [ca, key] = [`${directory}/ca.pem`, `${directory}/key.pem`];
    const run = await history(url, '--ca-file', ca, '--client-cert', ca, '--client-key', key);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(requests).toEqual(['true']);
  });

  it('goes through the proxy that the environment names', async () => {
    const proxy = await startServer(() => ({ status: 200 }));
    const run = await runCli(['history', '--url', 'http://scans.example', '--allow-http'], {
      env: { ...env, HTTP_PROXY: proxy.url },
    });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(proxy.requests[0]?.url).toBe('http://scans.example/api/v1/scans');
  });
});
