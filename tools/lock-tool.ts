/**
 * Writes the lock files of the tools that `securescan tools install` gets from PyPI: every dependency pinned by version and
 * by the hashes of all its wheels, for every Python and platform. Run it after a version in a scanner has changed:
 *
 *   node tools/lock-tool.ts            all tools
 *   node tools/lock-tool.ts bandit     one
 */
import { join } from 'node:path';
import { makeTempDir, toChildEnvironment, runProcess, writeFileAtomic } from '@securescan/host';
import { scannerList } from '@securescan/scanners';

/** The resolver; unlike pip's it resolves for all platforms and Python versions at once. */
const UV_VERSION = '0.13.9';
/** The oldest Python that the tools are locked for; each of them needs at least this. */
const OLDEST_PYTHON = '3.10';
const LOCKS = join(import.meta.dirname, '..', 'packages', 'scanners', 'locks');
const MINUTE_MS = 60_000;

async function run(command: string, args: readonly string[]): Promise<string> {
  const result = await runProcess({
    command,
    args,
    cwd: LOCKS,
    env: toChildEnvironment(process.env),
    timeoutMs: 10 * MINUTE_MS,
    maxOutputBytes: 64 * 1024 * 1024,
  });
  if (result.end.kind !== 'exit' || result.end.exitCode !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed (${JSON.stringify(result.end)}):\n${result.stderr}`);
  }
  return result.stdout.toString('utf8');
}

const only = process.argv.slice(2);
await using temporary = await makeTempDir('lock');
await run('python3', ['-m', 'venv', temporary.path]);
await run(join(temporary.path, 'bin', 'pip'), ['install', '--quiet', '--only-binary', ':all:', `uv==${UV_VERSION}`]);
for (const scanner of scannerList) {
  for (const tool of [scanner.tool, scanner.optionalTool]) {
    if (tool?.distribution.kind !== 'pypi') continue;
    if (only.length > 0 && !only.includes(tool.command)) continue;
    const { package: name, version, lockFile } = tool.distribution;
    const input = join(temporary.path, `${name}.in`);
    await writeFileAtomic(input, `${name}==${version}\n`);
    const args = ['pip', 'compile', '--quiet', '--universal', '--generate-hashes', '--no-header', '--no-annotate'];
    const options = ['--python-version', OLDEST_PYTHON, '--only-binary', ':all:', '--no-config'];
    const lock = await run(join(temporary.path, 'bin', 'uv'), [...args, ...options, input]);
    await writeFileAtomic(
      join(LOCKS, lockFile),
      `# ${name} ${version}, made by tools/lock-tool.ts. Do not edit.\n${lock}`,
    );
    process.stdout.write(`${lockFile}: ${lock.match(/^[a-z0-9].*==/gim)?.length ?? 0} packages\n`);
  }
}
