import { once } from 'node:events';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { makeCertificate } from '@securescan/testkit/certificate';
import { runToReport } from '@securescan/testkit/scanner-context';
import { afterEach, describe, expect, it } from 'vitest';
import { builtinDast } from '../src/builtin-dast/index.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function serve(listener: RequestListener, tls?: { key: string; cert: string }): Promise<string> {
  const server = tls ? createHttps(tls, listener) : createHttp(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http${tls ? 's' : ''}://127.0.0.1:${address.port}`;
}

async function scan(
  url: string,
  options = {},
): Promise<{ rules: string[]; incomplete: string | null; notes: readonly string[] }> {
  const report = await runToReport(builtinDast, { target: { kind: 'url', url, display: url }, options });
  return {
    rules: report.findings.map(({ ruleId }) => ruleId ?? '').toSorted(),
    incomplete: report.incomplete ?? null,
    notes: report.notes ?? [],
  };
}

const GOOD = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=()',
  'strict-transport-security': 'max-age=31536000',
};

describe('builtin_dast on a real server', () => {
  it('finds only the missing encryption on a well-kept plain site', async () => {
    const url = await serve((request, response) => {
      response.writeHead(request.url === '/' ? 200 : 404, GOOD).end('hello');
    });
    expect(await scan(`${url}/`)).toEqual({ rules: ['no-https'], incomplete: null, notes: [] });
  });

  it('finds what a careless site gives away', async () => {
    const url = await serve((request, response) => {
      const { origin } = request.headers;
      if (origin)
        response.setHeader('access-control-allow-origin', origin).setHeader('access-control-allow-credentials', 'true');
      response.setHeader('x-powered-by', 'PHP/5.4');
      if (request.url === '/.git/HEAD') response.end('ref: refs/heads/main\n');
      else if (request.url === '/.env') response.end('# settings\nDATABASE_URL=postgres://db\n');
      else if (request.url === '/')
        response
          .setHeader('set-cookie', ['sid=1; Path=/', '__Host-a=1; Secure; Path=/x'])
          .end('<title>Index of /</title>');
      else response.writeHead(404).end();
    });
    const { rules } = await scan(`${url}/`);
    expect(rules).toEqual(
      [
        'cookie-missing-httponly',
        'cookie-missing-httponly',
        'cookie-missing-samesite',
        'cookie-missing-samesite',
        'cookie-missing-secure',
        'cookie-prefix-broken',
        'cors-any-origin-credentials',
        'directory-listing',
        'exposed-env',
        'exposed-git',
        'info-disclosure-x-powered-by',
        'missing-header-content-security-policy',
        'missing-header-permissions-policy',
        'missing-header-referrer-policy',
        'missing-header-x-content-type-options',
        'missing-header-x-frame-options',
        'no-https',
      ].toSorted(),
    );
  });

  it('is not taken in by a site that answers everything with the same page', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(200, GOOD).end('<!doctype html><title>Shop</title>A=1'),
    );
    expect((await scan(`${url}/`)).rules).toEqual(['no-https']);
  });

  it('reports a certificate that does not verify, and goes on', async () => {
    const url = await serve((_request, response) => response.writeHead(200, GOOD).end(), makeCertificate());
    expect((await scan(`${url}/`)).rules).toEqual(['tls-certificate-invalid']);
  });

  it('follows redirects hop by hop and reports the one that leaves HTTPS', async () => {
    const plain = await serve((_request, response) => response.writeHead(200, GOOD).end());
    const url = await serve(
      (_request, response) => response.writeHead(302, { location: `${plain}/end` }).end(),
      makeCertificate(),
    );
    expect((await scan(`${url}/start`)).rules).toEqual(['no-https', 'redirect-downgrade', 'tls-certificate-invalid']);
  });

  it('stops after ten redirects and says so', async () => {
    let count = 0;
    const url = await serve((_request, response) => response.writeHead(302, { location: `/${(count += 1)}` }).end());
    expect((await scan(`${url}/`)).incomplete).toMatch(/redirects more than 10 times/);
  });

  it('fails with the reason when nothing answers', async () => {
    await expect(scan('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'E_NETWORK' });
  });

  it('stays within the time limit when a probe hangs, and keeps what it has', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/') response.writeHead(200, GOOD).end();
    });
    const { rules, incomplete, notes } = await scan(`${url}/`, { dastTimeoutMs: 300 });
    expect(rules).toEqual(['no-https']);
    expect([...notes, incomplete].join(' ')).toMatch(/was not looked at|took longer/);
  });

  it('tells the same header of two paths and two cookies apart', async () => {
    const url = await serve((_request, response) =>
      response.setHeader('set-cookie', ['a=1; HttpOnly; SameSite=Lax', 'b=1; HttpOnly; SameSite=Lax']).end(),
    );
    const report = await runToReport(builtinDast, { target: { kind: 'url', url: `${url}/x?y=1`, display: url } });
    const identities = report.findings.map(({ ruleId, identity }) => `${ruleId ?? ''} ${identity ?? ''}`);
    expect(new Set(identities).size).toBe(identities.length);
    expect(identities).toContain(`cookie-missing-secure GET ${url}/x cookie:a`);
  });
});
