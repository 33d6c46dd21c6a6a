import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { runToReport } from '@securescan/testkit/scanner-context';
import { expect, it } from 'vitest';
import { npmAudit } from '../../src/npm-audit/index.ts';
import { makeTestDirectory } from '../stand-in.ts';
import { describeTool } from './tool-test.ts';

const ADVISORY = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'Bad thing',
  severity: 'critical',
  vulnerable_versions: '<2.0.0',
  cwe: ['CWE-94'],
  cvss: { score: 9.8, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
};

function toLockfile(name: string) {
  const root = { name: 'sample', version: '1.0.0', dependencies: { [name]: '1.0.0' } };
  const packages = { '': root, [`node_modules/${name}`]: { version: '1.0.0' } };
  return {
    'package.json': JSON.stringify(root),
    'package-lock.json': JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages }, null, 2),
  };
}

/** A registry on loopback that knows one advisory, so that the real npm needs no network. */
async function startRegistry() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (request.url?.endsWith('/advisories/bulk') !== true) {
        const version = { name: 'bad', version: '1.0.0', dist: { tarball: '' } };
        response.end(JSON.stringify({ name: 'bad', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }));
        return;
      }
      const body = Buffer.concat(chunks);
      const asked = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
      response.end(JSON.stringify(asked.includes('"bad"') ? { bad: [ADVISORY] } : {}));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    npmrc: `registry=http://127.0.0.1:${port}/\nfetch-retries=0\n`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

await describeTool(npmAudit, () => {
  it('audits every lockfile of the tree', async () => {
    await using registry = await startRegistry();
    using directory = makeTestDirectory();
    const prefixed = (prefix: string, files: Record<string, string>) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${prefix}/${name}`, text]));
    directory.write({
      ...prefixed('web', { ...toLockfile('bad'), '.npmrc': registry.npmrc }),
      ...prefixed('api', { ...toLockfile('good'), '.npmrc': registry.npmrc }),
      'tool/yarn.lock': '',
    });
    const { findings, notes, incomplete } = await runToReport(npmAudit, { target: directory.path });
    expect(findings).toMatchObject([
      {
        ruleId: 'GHSA-aaaa-bbbb-cccc',
        severity: 'critical',
        title: 'Bad thing in bad@<2.0.0',
        path: 'web/package-lock.json',
        lineStart: 17,
        cwe: 'CWE-94',
        identity: 'npm:bad@1.0.0',
      },
    ]);
    expect(notes).toEqual([expect.stringContaining('tool/yarn.lock')]);
    expect(incomplete).toBeNull();
  }, 60_000);

  it('fails, and says why, when it does not reach its registry', async () => {
    using directory = makeTestDirectory();
    directory.write({ ...toLockfile('bad'), '.npmrc': 'registry=http://127.0.0.1:9/\nfetch-retries=0\n' });
    await expect(runToReport(npmAudit, { target: directory.path })).rejects.toThrow(/npm audit gave no report/);
  }, 60_000);
});
