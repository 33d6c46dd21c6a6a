import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOOK_COMMAND } from './build-command.ts';
import { makeSandbox, runCommand, writeFiles } from './sandbox.ts';
import type { Run, Sandbox } from './sandbox.ts';
import { showOnTerminal } from './terminal.ts';

type SetupStep = string | { readonly write: Readonly<Record<string, string>> };

export interface StreamShape {
  readonly parses_as: string;
  readonly key_lines: readonly string[];
}

/** One run of the original, as recorded in `data/cli/runs.json`. */
export interface RecordedRun {
  readonly name: string;
  readonly args: readonly string[];
  readonly program?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly setup?: readonly SetupStep[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly tty_columns?: number;
  readonly continues_in?: string;
  readonly exit: number;
  readonly stdout_shape: StreamShape;
  readonly stderr_shape: StreamShape;
  readonly after?: Readonly<Record<string, readonly string[]>>;
}

export function readRecordedRuns(): readonly RecordedRun[] {
  const path = join(import.meta.dirname, '..', 'packages', 'testkit', 'data', 'cli', 'runs.json');
  return JSON.parse(readFileSync(path, 'utf8')) as RecordedRun[];
}

/** A run of ours with what the recorded follow-up commands print, machine-dependent parts evened out. */
export interface Replayed extends Run {
  readonly after: Readonly<Record<string, string>>;
}

/** Where the stand-in for bandit lies; the only external scanner of the recordings. */
const TOOLS = { bandit: join(import.meta.dirname, 'stand-ins', 'bandit.mjs') };

/** Replays runs in their order; later ones may go on in the directory of an earlier one. */
export class Replayer implements Disposable {
  readonly #sandboxes = new Map<string, Sandbox>();

  async run(recorded: RecordedRun): Promise<Replayed> {
    const sandbox = this.#open(recorded);
    const run = await runCommand(
      sandbox,
      recorded.args.map((word) => word.replace('{proj}', sandbox.project)),
      {
        cwd: join(sandbox.project, recorded.cwd ?? ''),
        ...(recorded.env === undefined ? {} : { env: recorded.env }),
        ...(recorded.stdin === undefined ? {} : { stdin: recorded.stdin }),
        ...(recorded.tty_columns === undefined ? {} : { columns: recorded.tty_columns }),
        ...(recorded.program === undefined ? {} : { command: HOOK_COMMAND }),
      },
    );
    const after = Object.entries(recorded.after ?? {}).map(([command]) => [
      command,
      evenOut(this.#shell(sandbox, command, join(sandbox.project, recorded.cwd ?? '')), sandbox),
    ]);
    return {
      exitCode: run.exitCode,
      stdout: evenOut(run.stdout, sandbox),
      stderr: evenOut(run.stderr, sandbox),
      after: Object.fromEntries(after) as Record<string, string>,
    };
  }

  #open(recorded: RecordedRun): Sandbox {
    const known = this.#sandboxes.get(recorded.continues_in ?? '');
    if (known !== undefined) return known;
    const sandbox = makeSandbox(TOOLS);
    this.#sandboxes.set(toSlug(recorded.name), sandbox);
    // Directories are named after the run, since `init` takes the project's name from there.
    const project = join(sandbox.project, toSlug(recorded.name));
    mkdirSync(project);
    const opened = { ...sandbox, project };
    this.#sandboxes.set(toSlug(recorded.name), opened);
    writeFiles(project, recorded.files ?? {});
    for (const step of recorded.setup ?? []) {
      if (typeof step === 'string') this.#shell(opened, step, project);
      else writeFiles(project, step.write);
    }
    mkdirSync(join(project, recorded.cwd ?? ''), { recursive: true });
    return opened;
  }

  /** Commands of the recordings are shell commands; `securescan` in them is ours. */
  #shell({ env }: Sandbox, command: string, cwd: string): string {
    // The shell's programs may be the machine's; tools for us are only those of the sandbox.
    const launcher = `securescan() { PATH="${env['PATH']}" ${process.execPath} ${join(import.meta.dirname, '..', 'packages', 'cli', 'bin', 'securescan.mjs')} "$@"; }`;
    const { stdout } = spawnSync('bash', ['-c', `${launcher}\n${command}`], {
      cwd,
      env: { ...env, PATH: `${env['PATH']}:${process.env['PATH']}` },
      encoding: 'utf8',
    });
    return stdout;
  }

  [Symbol.dispose](): void {
    for (const sandbox of this.#sandboxes.values()) sandbox[Symbol.dispose]();
  }
}

/** How the recordings name directories: lower case, hyphens. */
export function toSlug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Makes what differs from machine to machine and from run to run the same: paths, times, the order in which scanners end. */
function evenOut(text: string, { project, home, bin }: Sandbox): string {
  const shown = text.includes('\u001B') ? showOnTerminal(text).lines.join('\n') : text;
  const even = shown
    .replaceAll(project, '<proj>')
    .replaceAll(home, '<home>')
    .replaceAll(bin, '<bin>')
    .replaceAll(/^(npm-audit +\w+ +yes +)\S+ +/gm, '$1<npm> ')
    .replaceAll(/\/tmp\/securescan-[\w-]+\/tree/g, '<tree>')
    .replaceAll(/\((?:\d+(?:\.\d+)?(?:e-\d+)?)s\)/g, '(<time>s)')
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?/g, '<when>')
    // The column of the target is as wide as the place where the sandbox lies.
    .replaceAll(/^(ID +Target) +/gm, '$1  ')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>');
  return even.replaceAll(/(?:^ {2}[\w: -]+: (?:skipped: .*|.*\(<time>s\).*)\n)+/gm, sortProgress);
}

/** Scanners end in any order, and before or after it is known that another does not run. */
function sortProgress(block: string): string {
  const lines = block.trimEnd().split('\n');
  const skipped = lines.filter((line) => !line.includes('(<time>s)'));
  const ended = lines.filter((line) => line.includes('(<time>s)')).toSorted();
  return [...skipped, ...ended].map((line) => `${line}\n`).join('');
}
