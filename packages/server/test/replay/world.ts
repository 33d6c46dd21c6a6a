import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The directories that were scanned when the exchanges were recorded, and stand-ins for the tools that were there. */
export interface World extends AsyncDisposable {
  readonly root: string;
  /** Where the server is started; the home directory is in it. */
  readonly data: string;
  readonly home: string;
  readonly tools: string;
  /** `target_a` and so on, with their paths; links are resolved. */
  readonly bindings: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Path of a target by its placeholder. */
  target(name: string): string;
  /** What semgrep reports for a target from now on. */
  setResults(target: string, results: readonly object[]): Promise<void>;
  /** Makes semgrep take its time with a target, until `release` is called. */
  hold(target: string): Promise<void>;
  release(target: string): Promise<void>;
}

interface Fixture {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly semgrep_results?: unknown;
  readonly tree?: readonly string[];
}
const fixtures = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../testkit/data/http/fixtures.json'), 'utf8')) as {
    readonly targets: Readonly<Record<string, Fixture>>;
  }
).targets;

const RESULTS_OF_A = fixtures['<target_a>']?.semgrep_results as readonly object[];
/** As the fixture says in words. */
const RESULTS_OF_B = [
  ...RESULTS_OF_A.slice(1),
  {
    check_id: 'python.new.rule',
    path: 'new.py',
    start: { line: 1 },
    end: { line: 1 },
    extra: { severity: 'ERROR', message: 'new', metadata: {} },
  },
];

/** Reports what lies beside it for the directory that is scanned; waits as long as there is a file to wait for. */
const SEMGREP = `
if [ "$1" = --version ]; then echo 1.185.0; exit 0; fi
name=$(basename "$PWD")
while [ -e "{results}/$name.hold" ]; do sleep 0.1; done
cat "{results}/$name.json"`;

/** Says nothing at all, which is a failure. */
const NMAP = `
if [ "$1" = --version ]; then echo 'Nmap version 7.95'; fi
exit 0`;

const NPM = `
if [ "$1" = --version ]; then echo 10.9.0; exit 0; fi
echo '{}'`;

export async function buildWorld(): Promise<World> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'securescan-replay-')));
  const data = join(root, 'data');
  const home = join(data, 'home');
  const tools = join(root, 'tools');
  const results = join(root, 'results');
  for (const directory of [join(home, 'work'), tools, results]) await mkdir(directory, { recursive: true });
  const bindings: Record<string, string> = { home, data_dir: data };
  for (const [placeholder, { files = {}, tree }] of Object.entries(fixtures)) {
    const name = placeholder.slice(1, -1);
    const path = join(root, 'targets', name === 'target_sbom' ? 'sbom' : name);
    bindings[name] = path;
    await mkdir(path, { recursive: true });
    await writeFile(join(results, `${name}.json`), toReport([]));
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(path, file), typeof content === 'string' ? content : JSON.stringify(content));
    }
    if (tree) await growTree(path, tree);
  }
  const world: World = {
    root,
    data,
    home,
    tools,
    bindings,
    environment: { PATH: `${tools}:/usr/bin:/bin`, HOME: home, SECURESCAN_CACHE_DIR: join(root, 'cache') },
    target: (name) => {
      const path = bindings[name];
      if (path === undefined) throw new Error(`${name} is no target`);
      return path;
    },
    setResults: (target, found) => writeFile(join(results, `${target}.json`), toReport(found)),
    hold: (target) => writeFile(join(results, `${target}.hold`), ''),
    release: (target) => rm(join(results, `${target}.hold`), { force: true }),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
  await growProject(world.target('target'));
  await world.setResults('target', RESULTS_OF_A);
  await world.setResults('target_a', RESULTS_OF_A);
  await world.setResults('target_b', RESULTS_OF_B);
  for (const [name, script] of Object.entries({ semgrep: SEMGREP, nmap: NMAP, npm: NPM })) {
    await addTool(tools, name, script.replaceAll('{results}', results));
  }
  return world;
}

/** `<target>` is not described: a small project with a secret in it. */
async function growProject(path: string): Promise<void> {
  for (const file of ['app.py', '.gitignore']) {
    await writeFile(join(path, file), String(fixtures['<target_a>']?.files?.[file]));
  }
}

export async function addTool(directory: string, name: string, script: string): Promise<void> {
  const path = join(directory, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

function toReport(results: readonly object[]): string {
  return JSON.stringify({ version: '1.185.0', results, errors: [], paths: { scanned: [] } });
}

/** Files, links (`a -> b`) and many directories (`many/ (…)`) of a listing. */
async function growTree(root: string, tree: readonly string[]): Promise<void> {
  for (const line of tree) {
    const [path = '', target] = line.split(' -> ');
    if (target !== undefined) {
      await symlink(target.startsWith('/') ? target : join(root, target), join(root, path));
    } else if (path.includes('(')) {
      for (let index = 0; index < 120; index += 1) {
        await mkdir(join(root, 'many', `d${String(index).padStart(3, '0')}`), { recursive: true });
      }
    } else {
      await mkdir(join(root, dirname(path)), { recursive: true });
      await writeFile(join(root, path), 'x');
    }
  }
}
