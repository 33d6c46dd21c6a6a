import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SecureScanError, describeError } from '@securescan/model';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import type { Io } from '../io/io.ts';

/** A server to ask, and the key it is asked with. */
export interface Server {
  readonly url: URL;
  readonly apiKey: string | null;
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
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new SecureScanError('E_ARGUMENT', `invalid --url '${text}'. Use an address such as http://127.0.0.1:8000.`);
  }
  return { url, apiKey: await readKey(args, io) };
}

async function readKey(args: ParsedArguments, io: Io): Promise<string | null> {
  const file = args.find('api-key-file');
  if (file !== undefined) {
    const text = file === '-' ? await io.stdin.readAll() : await readKeyFile(resolve(io.cwd, file));
    const key = text.trim();
    if (key === '') throw new SecureScanError('E_ARGUMENT', `no key in ${file === '-' ? 'stdin' : file}`);
    return key;
  }
  return args.find('api-key') ?? io.env.get('SECURESCAN_API_KEY') ?? null;
}

function readKeyFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new SecureScanError('E_ARGUMENT', `cannot read --api-key-file: ${describeError(error)}`, { cause: error });
  });
}
