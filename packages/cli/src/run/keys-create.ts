import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createClock } from '@securescan/host';
import { SecureScanError, describeError } from '@securescan/model';
import { ROLES, SCOPES, createKey, presentKey } from '@securescan/server/admin';
import type { KeyWish } from '@securescan/server/admin';
import type { StoredKey } from '@securescan/store';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { parseChoice, splitLists } from './choices.ts';
import { holdsStaticAdmin, openServerStore, toCliAuditEntry } from './server-database.ts';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Makes an API key in the database. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const now = createClock(io.env.get('SECURESCAN_FAKE_NOW')).now();
  const wish = parseWish(args, now);
  const holdsAdmin = await holdsStaticAdmin(io);
  await using store = await openServerStore(io);
  const signingFile = args.find('signing');
  const publicKey = signingFile === undefined ? null : await makeKeyPair(resolve(io.cwd, signingFile));
  const creation = await store.transaction(async (repositories) => {
    const made = await createKey(repositories, { ...wish, publicKey }, { now, createdBy: 'cli', holdsAdmin });
    if (made.outcome === 'created') {
      const { stored } = made;
      const details = { name: stored.name, scopes: [...stored.scopes], role: stored.role, signature: stored.signature };
      const entry = { action: 'key.create', target: { type: 'key', id: stored.id }, details };
      await repositories.audit.append(toCliAuditEntry(io, entry));
    }
    return made;
  });
  if (creation.outcome === 'needs-admin') {
    throw new SecureScanError(
      'E_REFUSED',
      'the first key must hold admin on all projects, or nobody could manage keys over the API: securescan keys create --admin',
    );
  }
  await show(creation.stored, creation.key, format, io);
  return EXIT.ok;
}

function parseWish(args: ParsedArguments, now: Date): Omit<KeyWish, 'publicKey'> {
  const scopes = splitLists(args.list('scopes')).map((word) => parseChoice('--scopes', word, SCOPES));
  const roleWord = args.find('role');
  if ([args.has('admin'), scopes.length > 0, roleWord !== undefined].filter(Boolean).length > 1) {
    throw new SecureScanError('E_ARGUMENT', 'give one of --admin, --scopes and --role');
  }
  const role = args.has('admin') ? 'admin' : roleWord === undefined ? null : parseChoice('--role', roleWord, ROLES);
  const projects = args.list('projects').flatMap((list) => list.split(',').map((project) => project.trim()));
  if (args.has('admin') && projects.length > 0) {
    throw new SecureScanError('E_ARGUMENT', '--admin is for all projects; for some of them use --role admin');
  }
  const name = args.find('name') ?? 'made on the command line';
  if (name === '' || name.length > 200) {
    throw new SecureScanError('E_ARGUMENT', `invalid --name. Use 1 to 200 characters; it has ${name.length}.`);
  }
  return {
    name,
    scopes: scopes.length > 0 ? scopes : ['read', 'write'],
    role,
    projects: projects.length > 0 ? projects : null,
    expiresAt: parseExpiry(args.find('expires'), now),
    signature: args.has('signing') ? 'required' : 'off',
  };
}

function parseExpiry(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text);
  const at =
    unit === undefined
      ? new Date(isDate ? text : Number.NaN)
      : new Date(now.getTime() + Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS]);
  if (Number.isNaN(at.getTime())) {
    throw new SecureScanError(
      'E_ARGUMENT',
      `invalid --expires '${text}'. Use a date (2027-01-31, 2027-01-31T12:00:00Z) or a time from now (90d, 12h).`,
    );
  }
  if (at <= now) throw new SecureScanError('E_ARGUMENT', `invalid --expires '${text}'. It is in the past.`);
  return at;
}

/** @returns the public half, as the server stores it */
async function makeKeyPair(path: string): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  try {
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
    await writeFile(path, pem, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    throw new SecureScanError('E_OUTPUT_PATH', `cannot write --signing ${path}: ${describeError(error)}`);
  }
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}

async function show(stored: StoredKey, key: string, format: 'text' | 'json', io: Io): Promise<void> {
  const isSigning = stored.signature === 'required';
  if (format === 'json') {
    const view = presentKey(stored, undefined);
    await io.stdout.write(`${JSON.stringify(isSigning ? view : { ...view, key }, null, 2)}\n`);
    return;
  }
  const projects = stored.projects === null ? 'all projects' : `projects ${stored.projects.join(', ')}`;
  await tell(io, `key ${stored.id} '${stored.name}': ${stored.role ?? stored.scopes.join(', ')}; ${projects}`);
  // A key that signs is never sent, so only its id is of use.
  await tell(io, isSigning ? 'its id, for the parameter keyid of signatures:' : 'this is the only time it is shown:');
  await io.stdout.write(`${isSigning ? stored.id : key}\n`);
}
