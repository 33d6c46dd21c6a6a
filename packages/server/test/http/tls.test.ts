import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { makeCertificate } from '@securescan/testkit/certificate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTlsMaterial } from '../../src/http/tls-files.ts';
import { sendRaw } from '../replay/send-raw.ts';
import { startTestService, type TestService } from './test-service.ts';

let directory = '';
let certFile = '';
let keyFile = '';
const first = makeCertificate();
const second = makeCertificate();
const tls = () => ({
  certFile,
  keyFile,
  minVersion: 'TLSv1.2' as const,
  clientCaFile: null,
  redirectPort: null,
  hstsIncludeSubdomains: false,
});

async function install({ cert, key }: ReturnType<typeof makeCertificate>): Promise<void> {
  await writeFile(keyFile, key, { mode: 0o600 });
  await writeFile(certFile, cert);
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'securescan-tls-'));
  certFile = join(directory, 'cert.pem');
  keyFile = join(directory, 'key.pem');
  await install(first);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** One request over HTTP/1.1, on a new connection unless an agent is given. */
async function get(
  port: number,
  path: string,
  options: { readonly agent?: Agent; readonly cert?: string; readonly key?: string } = {},
) {
  const outgoing = httpsRequest({ host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false, ...options });
  outgoing.end();
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  incoming.setEncoding('utf8');
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return { status: incoming.statusCode, headers: incoming.headers, text };
}

/** One request over HTTP/2. */
async function get2(port: number, path: string, headers: Record<string, string> = {}) {
  const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
  try {
    const stream = session.request({ ':path': path, ...headers });
    const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
    stream.setEncoding('utf8');
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return { status: answer[':status'], headers: answer, text };
  } finally {
    session.destroy();
  }
}

async function readServerCertificate(port: number): Promise<PeerCertificate> {
  const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

describe('a server with TLS', () => {
  let server: TestService;
  beforeAll(async () => {
    server = await startTestService({ config: { tls: { ...tls(), redirectPort: 0 } } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('speaks HTTP/1.1 and HTTP/2 on one port', async () => {
    const one = await get(server.service.port, '/api/scans');
    const two = await get2(server.service.port, '/api/scans');
    for (const answer of [one, two]) {
      expect(answer).toMatchObject({ status: 200, text: '[]' });
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json',
        'strict-transport-security': 'max-age=31536000',
        deprecation: 'true',
      });
    }
    expect(await get2(server.service.port, '/nothing')).toMatchObject({ status: 404, text: '{"detail":"Not Found"}' });
  });

  it('takes and refuses bodies over HTTP/2', async () => {
    const session = connectHttp2(`https://127.0.0.1:${server.service.port}`, { rejectUnauthorized: false });
    const send = async (body: string) => {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/api/v1/scans',
        'content-type': 'application/json',
      });
      stream.on('error', () => undefined);
      stream.end(body);
      const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
      stream.resume();
      return answer[':status'];
    };
    expect(await send('{"target_path":"/no/such"}')).toBe(400);
    expect(await send('{"target')).toBe(422);
    expect(await send(`"${'x'.repeat(2 * 1024 * 1024)}"`)).toBe(413);
    session.destroy();
    expect((await get(server.service.port, '/health')).status).toBe(200);
  });

  it('refuses TLS 1.1', async () => {
    const socket = connectTls({
      host: '127.0.0.1',
      port: server.service.port,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/protocol|version|alert/i);
  });

  it('sends plain HTTP on to HTTPS', async () => {
    const origin = `http://127.0.0.1:${server.service.redirectPort}`;
    const location = `https://127.0.0.1:${server.service.port}/api/v1/scans?x=1`;
    expect(await sendRaw(origin, { method: 'POST', path: '/api/v1/scans?x=1', headers: {} })).toMatchObject({
      status: 308,
      headers: { location },
    });
    const bad = await sendRaw(origin, { method: 'GET', path: '/', headers: { host: 'evil.example/@x' } });
    expect(bad.status).toBe(400);
    expect(bad.headers['location']).toBeUndefined();
  });

  it('takes a new certificate while requests are made, without losing one', async () => {
    const { service } = server;
    const before = (await readServerCertificate(service.port)).fingerprint256;
    const progress = { count: 0, isDone: false };
    const failures: unknown[] = [];
    const hammer = async (agent?: Agent): Promise<void> => {
      while (!progress.isDone) {
        try {
          const { status } = await get(service.port, '/health', agent ? { agent } : {});
          if (status !== 200) failures.push(status);
        } catch (error) {
          failures.push(error);
        }
        progress.count += 1;
      }
    };
    const keepAlive = new Agent({ keepAlive: true, rejectUnauthorized: false });
    const load = [hammer(), hammer(), hammer(keepAlive)];
    // The key first: between the two writes the pair does not fit, and must not get in.
    await writeFile(keyFile, second.key);
    await service.reload();
    expect((await readServerCertificate(service.port)).fingerprint256).toBe(before);
    await writeFile(certFile, second.cert);
    let after = before;
    while (after === before) after = (await readServerCertificate(service.port)).fingerprint256;
    const enough = progress.count + 20;
    while (progress.count < enough) await get(service.port, '/health');
    progress.isDone = true;
    await Promise.all(load);
    keepAlive.destroy();
    expect(failures).toEqual([]);
    expect(server.logLines.join('')).toMatch(/is not the key of the certificate[^]*TLS certificate put in/);
    await install(first);
    await service.reload();
    expect((await readServerCertificate(service.port)).fingerprint256).toBe(before);
  });
});

it('knows the name in a certificate that its authority has signed, and no other', async () => {
  const authority = join(directory, 'ca');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'ignore' });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=authority',
    '-keyout',
    `${authority}.key`,
    '-out',
    `${authority}.pem`,
  );
  openssl(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    '/CN=ignored',
    '-addext',
    'subjectAltName=DNS:robot.example',
    '-keyout',
    'robot.key',
    '-out',
    'robot.csr',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    'robot.csr',
    '-CA',
    `${authority}.pem`,
    '-CAkey',
    `${authority}.key`,
    '-copy_extensions',
    'copy',
    '-days',
    '2',
    '-out',
    'robot.pem',
  );
  const read = (name: string) => readFile(join(directory, name), 'utf8');
  await using server = await startTestService({
    config: {
      tls: { ...tls(), clientCaFile: `${authority}.pem` },
      auth: { certificates: [{ subject: 'robot.example', name: null, role: 'viewer', projects: null }] },
    },
  });
  const { port } = server.service;
  expect((await get(port, '/api/v1/scans')).status).toBe(401);
  expect(
    (await get(port, '/api/v1/scans', { cert: await read('robot.pem'), key: await read('robot.key') })).status,
  ).toBe(200);
  expect((await get(port, '/api/v1/scans', { cert: second.cert, key: second.key })).status).toBe(401);
  const session = connectHttp2(`https://127.0.0.1:${port}`, {
    rejectUnauthorized: false,
    cert: await read('robot.pem'),
    key: await read('robot.key'),
  });
  const stream = session.request({ ':path': '/api/v1/scans' });
  const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(answer[':status']).toBe(200);
  session.destroy();
});

it('does not start with a pair that is not fit', async () => {
  const config = tls();
  const now = new Date();
  await expect(readTlsMaterial({ ...config, certFile: join(directory, 'none') }, now)).rejects.toThrow(
    /cannot be read: no such file/,
  );
  await expect(readTlsMaterial({ ...config, certFile: keyFile }, now)).rejects.toThrow(/holds no certificate/);
  await writeFile(join(directory, 'other.pem'), second.key);
  await expect(readTlsMaterial({ ...config, keyFile: join(directory, 'other.pem') }, now)).rejects.toThrow(
    /is not the key/,
  );
  await expect(readTlsMaterial(config, new Date(now.getTime() + 40 * 86_400_000))).rejects.toThrow(/is valid from/);
});
