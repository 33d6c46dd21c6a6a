import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';

/** What a block of a page printed. */
export interface Printed {
  readonly block: string;
  readonly output: string;
}

/**
 * Runs blocks of a page one after the other in one shell, as a reader would; stops at the first command that fails. `curl` fails
 * on every error of HTTP here.
 * @throws when a block fails, with what came on stderr
 */
export async function runBlocks(
  blocks: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<readonly Printed[]> {
  const mark = `--- ${randomUUID()}`;
  const script = [
    'set -euo pipefail',
    'curl() { command curl --fail-with-body --show-error "$@"; }',
    ...blocks.map((block) => `${block}\nprintf '\\n%s\\n' '${mark}'`),
  ].join('\n');
  const child = spawn('bash', ['-c', script], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const printed = output.split(`\n${mark}\n`);
  const done = printed.length - 1;
  if (done < blocks.length) throw new Error(`this block fails:\n${blocks[done]}\n${printed.at(-1)}\n${errors}`);
  return blocks.map((block, index) => ({ block, output: printed[index] ?? '' }));
}
