import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replayDeviations } from '../deviations.ts';
import { ledger } from '../ledger.ts';
import { ENV_KEY, startReplayService, TOKEN_SECRET } from '../service.ts';
import { addKey } from './sign-in.ts';

interface Cells {
  readonly method: string;
  readonly path: string;
  readonly request_body: unknown;
  readonly status: Readonly<Record<string, number>>;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly scope?: string | null;
}

function readData(file: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../../testkit/data/http', `${file}.json`), 'utf8'));
}

const CALLERS: Readonly<Record<string, readonly string[]>> = {
  read: ['read'],
  write: ['write'],
  admin: ['admin'],
  'all scopes': ['read', 'write', 'admin'],
};
/** Parameters without which the recorded calls were no good. */
const QUERIES: Readonly<Record<string, string>> = {
  '/api/v1/compliance/coverage': '?scan_id=nope',
  '/api/v1/scans/compare': '?scan_a=nope&scan_b=nope',
  '/api/v1/sbom/generate': '?target_path=/no/such&format=bad',
};
/** Values of parameters in paths: none of them exists. */
const VALUES: Readonly<Record<string, string>> = { fingerprint: '0'.repeat(64), scanner_name: 'nmap' };

const toPath = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? 'nope') + (QUERIES[path] ?? '');

/** What the routes are, and who may call them. */
export function replayRoutes(): void {
  it('answers scope-matrix.json cell by cell', { timeout: 60_000 }, async () => {
    const rows = readData('scope-matrix') as readonly Cells[];
    await using service = await startReplayService({
      config: { auth: { envKey: ENV_KEY, eventTokenSecret: TOKEN_SECRET } },
    });
    const keys: Record<string, string | null> = {
      'no key': null,
      'unknown key': `ssk_${'a'.repeat(10)}_${'b'.repeat(32)}`,
      'environment key': ENV_KEY,
    };
    for (const [caller, scopes] of Object.entries(CALLERS)) {
      keys[caller] = await addKey(service, new Map(), caller, scopes, { 'x-api-key': ENV_KEY });
    }
    // Such a key is not made any more (§6.2 BETTER), but old databases have some.
    keys['no scopes'] = await addKey(service, new Map(), 'none', ['read'], { 'x-api-key': ENV_KEY });
    service.change(`update api_keys set scopes = '[]' where name = 'none'`);
    const different: string[] = [];
    for (const [index, row] of rows.entries()) {
      const name = `${row.method} ${row.path}`;
      ledger.played.add(`scope-matrix: ${name}`);
      const deviation = replayDeviations['scope-matrix']?.[name];
      let isAsRecorded = true;
      // Ten wrong keys a minute are looked at (hardening A8).
      if (index % 9 === 8) service.clock.advance(61_000);
      for (const [caller, recorded] of Object.entries(row.status)) {
        const key = keys[caller] ?? null;
        const body = row.request_body ?? undefined;
        const { status, text } = await service.ask(
          row.method,
          toPath(row.path),
          body,
          key === null ? {} : { 'x-api-key': key },
        );
        const expected = [401, 403].includes(recorded) ? recorded : (deviation?.status ?? recorded);
        if (status !== recorded) isAsRecorded = false;
        if (status !== expected) different.push(`${name}, ${caller}: expected ${expected}, got ${status} ${text}`);
      }
      if (deviation && isAsRecorded) different.push(`${name} is listed as a deviation, but is answered as recorded`);
    }
    expect(different).toEqual([]);
    expect(rows.flatMap(({ status }) => Object.keys(status))).toHaveLength(42 * 8);
  });

  it('has every operation of openapi-routes.json', { timeout: 60_000 }, async () => {
    const { operations } = readData('openapi-routes') as { readonly operations: readonly Operation[] };
    await using service = await startReplayService({
      config: { auth: { envKey: ENV_KEY, eventTokenSecret: TOKEN_SECRET } },
    });
    const missing: string[] = [];
    for (const { method, path, scope } of operations) {
      ledger.played.add(`openapi-routes: ${method} ${path}`);
      const { status } = await service.ask(method, path.replaceAll(/\{(\w+)\}/g, 'nope'));
      // Who may call it is asked only where there is something to call.
      const isPublic = scope === undefined && !path.endsWith('/keys/me');
      if (status !== (isPublic ? 200 : 401)) missing.push(`${method} ${path}: ${status}`);
    }
    expect(missing).toEqual([]);
    expect(operations).toHaveLength(87);
  });
}
