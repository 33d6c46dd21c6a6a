import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeError, SecureScanError } from '@securescan/model';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io/io.ts';
import { pushDocument } from './push-document.ts';
import { requireWafServer } from './server.ts';

/** Posts a result document that was written before. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const [file = ''] = args.positionals;
  const target = await requireWafServer(args, io);
  const text = file === '-' ? await io.stdin.readAll() : await readGiven(resolve(io.cwd, file), file);
  checkDocument(text, file === '-' ? 'stdin' : file);
  await pushDocument(text, target, io);
  return EXIT.ok;
}

async function readGiven(path: string, typed: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new SecureScanError('E_TARGET_NOT_FOUND', `cannot read ${typed}: ${describeError(error)}`, { cause: error });
  });
}

/** What is no document at all is refused here; the rest is the server's to judge. */
function checkDocument(text: string, name: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SecureScanError('E_ARGUMENT', `${name} is no result document: ${describeError(error)}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || !('findings' in value) || !Array.isArray(value.findings)) {
    throw new SecureScanError('E_ARGUMENT', `${name} is no result document: it has no list of findings`);
  }
}
