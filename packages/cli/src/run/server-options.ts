import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SecureScanError, describeError } from '@securescan/model';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';

/** A server to ask, and the key it is asked with. */
export interface Server {
  readonly url: URL;
  readonly apiKey: string | null;
  /** For https; PEM texts. */
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly rejectUnauthorized?: false;
  };
}

/**
 * Server named by `--url` or `SECURESCAN_URL`, or null when none is named; ports are never probed.
 * The key comes from `--api-key-file` (`-`: stdin), `--api-key`, or `SECURESCAN_API_KEY`.
 * @throws SecureScanError E_ARGUMENT
 */
export async function readServer(args: ParsedArguments, io: Io): Promise<Server | null> {
  const text = args.find('url') ?? io.env.get('SECURESCAN_URL');
  const keyGiven = args.find('api-key') !== undefined || args.find('api-key-file') !== undefined;
  if (text === undefined) {
    if (keyGiven)
      throw new SecureScanError('E_ARGUMENT', 'a key is for a server; name it with --url or SECURESCAN_URL');
    return null;
  }
  return readNamedServer({ option: '--url', text, keyVariables: ['SECURESCAN_API_KEY'] }, args, io);
}

/**
 * The server of an address, with the key and the TLS files of the options.
 * @param named - `option` is where the address comes from, `keyVariables` are asked for the key in their order
 * @throws SecureScanError E_ARGUMENT
 */
export async function readNamedServer(
  named: { readonly option: string; readonly text: string; readonly keyVariables: readonly string[] },
  args: ParsedArguments,
  io: Io,
): Promise<Server> {
  const url = URL.parse(named.text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new SecureScanError(
      'E_ARGUMENT',
      `invalid ${named.option} '${named.text}'. Use an address such as http://127.0.0.1:8000.`,
    );
  }
  const apiKey = await readKey(named.keyVariables, args, io);
  if (apiKey !== null && url.protocol === 'http:' && !isLoopback(url.hostname) && !args.has('allow-http')) {
    throw new SecureScanError(
      'E_ARGUMENT',
      `a key would travel to ${url.origin} over plain HTTP; use https, or --allow-http if the way there is safe`,
    );
  }
  return { url, apiKey, tls: await readTls(args, io) };
}

async function readTls(args: ParsedArguments, io: Io): Promise<Server['tls']> {
  if (args.has('insecure')) {
    await tell(io, 'warning: --insecure: whoever answers is taken for the server, and is given the key');
  }
  if (args.has('client-cert') !== args.has('client-key')) {
    throw new SecureScanError('E_ARGUMENT', '--client-cert and --client-key belong together');
  }
  const read = async (option: 'ca-file' | 'client-cert' | 'client-key') => {
    const file = args.find(option);
    return file === undefined ? undefined : readGivenFile(`--${option}`, resolve(io.cwd, file));
  };
  const [ca, cert, key] = await Promise.all([read('ca-file'), read('client-cert'), read('client-key')]);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(args.has('insecure') ? { rejectUnauthorized: false } : {}),
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

async function readKey(variables: readonly string[], args: ParsedArguments, io: Io): Promise<string | null> {
  const file = args.find('api-key-file');
  if (file !== undefined) {
    const text = file === '-' ? await io.stdin.readAll() : await readGivenFile('--api-key-file', resolve(io.cwd, file));
    const key = text.trim();
    if (key === '') throw new SecureScanError('E_ARGUMENT', `no key in ${file === '-' ? 'stdin' : file}`);
    return key;
  }
  const fromVariable = variables.map((name) => io.env.get(name)).find((value) => value !== undefined);
  return args.find('api-key') ?? fromVariable ?? null;
}

function readGivenFile(option: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new SecureScanError('E_ARGUMENT', `cannot read ${option}: ${describeError(error)}`, { cause: error });
  });
}
