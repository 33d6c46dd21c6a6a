import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMachine } from '@securescan/host';
import { gitHygiene } from '../packages/scanners/src/git-hygiene/index.ts';
import { makeBenchEnvironment, SECURESCAN } from './command.ts';
import type { Bench } from './figure.ts';
import { measureCommand, measureInTurn, median, type Measured } from './measure.ts';

const root = join(import.meta.dirname, '..');
/** One after the warm-up: gitleaks takes over a minute, and the ratio is far from the limit. */
const RUNS = 1;
const TEXT_BYTES = 100_000_000;
/** Of one file; both programs read files of this size. */
const MAX_FILE_BYTES = 4_900_000;
/** Read by both: neither program leaves these out by name. */
const TEXT = /\.(?:[cm]?[jt]sx?|json|md|map|ya?ml|css|html|txt|flow|lua|h|hpp|gyp|py|hbs|wat|snap)$/;
/** Names that one of the two programs skips, as it would not in a source tree of such files. */
const SKIPPED_BY_ONE = /^(?:dist|build|vendor|node_modules|\.next|venv)$/;

interface TextTree extends AsyncDisposable {
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
}

/** Source text of installed packages, at least 100 MB, in a tree that both programs read whole. */
async function makeTextTree(): Promise<TextTree> {
  const path = await mkdtemp(join(tmpdir(), 'securescan-bench-'));
  const modules = join(root, 'node_modules');
  let bytes = 0;
  let files = 0;
  const entries = await readdir(modules, { recursive: true, withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.parentPath + a.name < b.parentPath + b.name ? -1 : 1))) {
    if (bytes >= TEXT_BYTES * 1.1 || !entry.isFile() || !TEXT.test(entry.name) || /-lock\./.test(entry.name)) continue;
    const source = join(entry.parentPath, entry.name);
    const { size } = await stat(source);
    if (size > MAX_FILE_BYTES) continue;
    const segments = source.slice(modules.length + 1).split('/');
    await cp(source, join(path, ...segments.map((name) => (SKIPPED_BY_ONE.test(name) ? `${name}-text` : name))));
    bytes += size;
    files += 1;
  }
  return { path, bytes, files, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function findGitleaks(): Promise<string | null> {
  await using machine = createMachine({ environment: process.env, cacheDirectory: null });
  const status = await machine.findTool(gitHygiene.optionalTool);
  return status.state === 'ready' ? status.path : null;
}

/** Our command over the tree, with nothing known from an earlier run. */
async function scanCold(path: string): Promise<Measured> {
  const env = makeBenchEnvironment();
  const args = ['scan', path, '--scanner', 'secrets', '--quiet', '--no-save', '--output', 'json'];
  const measured = await measureCommand(process.execPath, [SECURESCAN, ...args], { env });
  if (measured.exitCode !== 0) throw new Error(`the scan ended with exit code ${measured.exitCode}`);
  if (env['HOME'] !== undefined) rmSync(env['HOME'], { recursive: true, force: true });
  return measured;
}

/** The `secrets` scanner against gitleaks over at least 100 MB of source text; whole processes, cold caches of ours. */
export const secretsBench: Bench = {
  id: 'secrets',
  async run() {
    const name = 'secrets over 100 MB of source';
    const gitleaks = await findGitleaks();
    if (gitleaks === null) return [{ name, skipped: 'gitleaks is not on this machine' }];
    await using tree = await makeTextTree();
    const report = ['--report-format', 'json', '--report-path', join(tree.path, '..', 'gitleaks.json')];
    const args = ['dir', tree.path, ...report, '--no-banner', '--exit-code', '0'];
    const { a, b } = await measureInTurn(
      RUNS,
      () => scanCold(tree.path),
      () => measureCommand(gitleaks, args),
    );
    const ratio = (pick: (run: Measured) => number, limit: number, unit: string) => {
      const ours = median(a.map(pick));
      const theirs = median(b.map(pick));
      return {
        name: `${name}, ${unit}`,
        against: 'gitleaks dir on the same tree',
        value: ours / theirs,
        limit,
        unit: '×' as const,
        note: `${(tree.bytes / 1e6).toFixed(0)} MB in ${tree.files} files, ${(ours / 1000).toFixed(2)} s, gitleaks ${(theirs / 1000).toFixed(2)} s`,
      };
    };
    return [ratio((run) => run.cpuMs ?? Number.NaN, 1, 'CPU'), ratio((run) => run.wallMs, 1, 'wall')];
  },
};
