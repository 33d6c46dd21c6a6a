import { resolve } from 'node:path';
import { runProcess, toChildEnvironment } from '@securescan/host';
import { needsCompilation } from '@securescan/waf';
import type { ConfigurationFile } from '@securescan/waf';
import type { Io } from '../../io/io.ts';
import type { UnreadFile } from './collect-files.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Puts the template that the `bicep` program makes of each file in its place. */
export async function compileBicep(
  files: readonly ConfigurationFile[],
  io: Io,
): Promise<{ readonly files: readonly ConfigurationFile[]; readonly unread: readonly UnreadFile[] }> {
  const compiled: ConfigurationFile[] = [];
  const unread: UnreadFile[] = [];
  for (const file of files) {
    if (!needsCompilation(file)) {
      compiled.push(file);
      continue;
    }
    const result = await compile(resolve(io.cwd, file.path), io);
    if (typeof result === 'string') unread.push({ path: file.path, reason: result });
    // Without the program the reader says what is missing.
    else compiled.push(result === null ? file : { path: file.path, text: result.text });
  }
  return { files: compiled, unread };
}

/** The template; null without the program, and in words why there is none. */
async function compile(path: string, io: Io): Promise<{ readonly text: string } | string | null> {
  const result = await runProcess({
    command: 'bicep',
    args: ['build', path, '--stdout'],
    cwd: io.cwd,
    env: toChildEnvironment(io.env.all, { DOTNET_CLI_TELEMETRY_OPTOUT: '1' }),
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    signal: io.signal,
  }).catch(() => null);
  if (result === null) return null;
  const { end, stdout, stderr } = result;
  if (end.kind === 'exit' && end.exitCode === 0) return { text: stdout.toString('utf8') };
  const said = stderr.trim().split('\n')[0] ?? '';
  return `could not be compiled: ${said === '' ? `bicep ended by ${end.kind}` : said}`;
}
