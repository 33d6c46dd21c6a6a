import { createClock } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import { parseKeyId, presentKey } from '@securescan/server/admin';
import type { StoredKey } from '@securescan/store';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { parseChoice } from './choices.ts';
import { renderColumns } from './columns.ts';
import { holdsStaticAdmin, openExistingStore, toCliAuditEntry } from './server-database.ts';

/** Lists API keys, newest first. */
export async function runList(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  await using store = await openExistingStore(io);
  const keys = await store.keys.list();
  if (format === 'json') {
    const views = keys.map((key) => presentKey(key, undefined));
    await io.stdout.write(`${JSON.stringify(views, null, 2)}\n`);
    return EXIT.ok;
  }
  const now = createClock(io.env.get('SECURESCAN_FAKE_NOW')).now().toISOString();
  const rows = keys.map((key) => [
    key.id,
    toVisible(key.name),
    key.role ?? key.scopes.join(','),
    key.projects === null ? 'all' : toVisible(key.projects.join(',')),
    toDay(key.createdAt),
    key.lastUsedAt === null ? 'never' : toDay(key.lastUsedAt),
    stateOf(key, now),
  ]);
  const header = ['ID', 'Name', 'Rights', 'Projects', 'Created', 'Last used', 'State'];
  await io.stdout.write(
    keys.length === 0
      ? 'No keys. Make the first with: securescan keys create --admin\n'
      : renderColumns([header, ...rows], { width: io.stdout.columns(), shrink: 1 }),
  );
  return EXIT.ok;
}

/** Revokes one key; revoking it again changes nothing. */
export async function runRevoke(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const [word = ''] = args.positionals;
  const id = parseKeyId(word) ?? word;
  const keepAdmin = !(await holdsStaticAdmin(io));
  await using store = await openExistingStore(io);
  const revocation = await store.transaction(async (repositories) => {
    const entry = toCliAuditEntry(io, { action: 'key.revoke', target: { type: 'key', id }, details: {} });
    const outcome = await repositories.keys.revoke(id, entry.ts, { keepAdmin });
    if (outcome === 'revoked') await repositories.audit.append(entry);
    return outcome;
  });
  switch (revocation) {
    case 'revoked':
      await tell(io, `key ${id} is revoked`);
      return EXIT.ok;
    case 'revoked-before':
      await tell(io, `key ${id} was revoked before`);
      return EXIT.ok;
    case 'unknown':
      throw new SecureScanError('E_ARGUMENT', `there is no key '${id}'; see securescan keys list`);
    case 'last-admin':
      throw new SecureScanError(
        'E_REFUSED',
        'Cannot revoke last admin key without an env-var fallback; make another first: securescan keys create --admin',
      );
    default:
      return revocation satisfies never;
  }
}

function stateOf({ revokedAt, expiresAt, signature }: StoredKey, now: string): string {
  if (revokedAt !== null) return `revoked ${toDay(revokedAt)}`;
  if (expiresAt !== null && expiresAt <= now) return `expired ${toDay(expiresAt)}`;
  const signs = signature === 'required' ? 'signs' : 'active';
  return expiresAt === null ? signs : `${signs} until ${toDay(expiresAt)}`;
}

function toDay(iso: string): string {
  return iso.slice(0, 10);
}
