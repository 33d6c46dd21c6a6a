import { fileURLToPath } from 'node:url';
import { installTool, toolsDirectory } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { Machine, ToolSpec } from '@securescan/core';
import { scannerList } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { parseChoice, suggestion } from './choices.ts';
import { renderColumns } from './columns.ts';
import { openMachine } from './open-machine.ts';

/** A tool and the scanners that use it. */
interface Tool {
  readonly spec: ToolSpec;
  readonly usedBy: readonly string[];
}

/** All external tools, each once, in registry order. */
function collectTools(): readonly Tool[] {
  const tools = new Map<string, { spec: ToolSpec; usedBy: string[] }>();
  for (const { id, tool, optionalTool } of scannerList) {
    const spec = tool ?? optionalTool;
    if (spec === undefined) continue;
    const known = tools.get(spec.command);
    if (known === undefined) tools.set(spec.command, { spec, usedBy: [id] });
    else known.usedBy.push(id);
  }
  return [...tools.values()];
}

function getTool(name: string): Tool {
  const tools = collectTools();
  const found = tools.find(({ spec, usedBy }) => spec.command === name || usedBy.includes(name));
  if (found !== undefined) return found;
  const names = tools.map(({ spec }) => spec.command);
  throw new SecureScanError(
    'E_ARGUMENT',
    `unknown tool '${name}'. Choose ${names.join(' | ')}.${suggestion(name, names)}`,
  );
}

function findHint({ installHint, distribution, command }: ToolSpec, machine: Machine): string {
  if (distribution.kind !== 'manual') return `securescan tools install ${command}`;
  const byPlatform: Readonly<Record<string, string | undefined>> = installHint;
  return byPlatform[machine.probe.platform] ?? installHint.default;
}

/** Lists the external tools: version, place, how to get them. */
export async function runList(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  await using machine = openMachine(io);
  const rows = await Promise.all(
    collectTools().map(async ({ spec, usedBy }) => {
      const status = await machine.findTool(spec, io.signal);
      return {
        name: spec.command,
        used_by: usedBy,
        state: status.state,
        version: status.state === 'ready' ? status.version : null,
        path: status.state === 'missing' ? null : status.path,
        source: status.state === 'ready' ? status.source : null,
        problem: status.state === 'broken' ? status.message : null,
        installable: spec.distribution.kind !== 'manual',
        install_hint: status.state === 'ready' ? null : findHint(spec, machine),
      };
    }),
  );
  if (format === 'json') {
    await io.stdout.write(`${JSON.stringify({ directory: toolsDirectory(io.env.all), tools: rows }, null, 2)}\n`);
    return EXIT.ok;
  }
  const cells = rows.map((row) => [
    row.name,
    row.used_by.join(', '),
    row.state,
    row.version ?? '',
    toVisible(row.problem ?? (row.state === 'ready' ? `${row.path} (${row.source})` : (row.install_hint ?? ''))),
  ]);
  const table = [['Tool', 'Used by', 'State', 'Version', 'Notes'], ...cells];
  await io.stdout.write(renderColumns(table, { width: io.stdout.columns() }));
  return EXIT.ok;
}

/** Installs one tool, or all that can be installed, into the private directory. */
export async function runInstall(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const [name] = args.positionals;
  const tools =
    name === undefined ? collectTools().filter(({ spec }) => spec.distribution.kind !== 'manual') : [getTool(name)];
  await using machine = openMachine(io);
  for (const { spec } of tools) {
    if (spec.distribution.kind === 'manual') {
      throw new SecureScanError(
        'E_TOOL_INSTALL',
        `${spec.command} cannot be installed from here; get it: ${findHint(spec, machine)}`,
      );
    }
    const { command, distribution } = spec;
    let steps = 0;
    const installed = await installTool(spec, {
      toolsDirectory: toolsDirectory(io.env.all),
      lockDirectory: fileURLToPath(new URL('../../../scanners/locks/', import.meta.url)),
      environment: io.env.all,
      signal: io.signal,
      force: args.has('force'),
      onProgress: (line) => {
        if (steps === 0) void tell(io, `Installing ${command} ${distribution.version}`);
        steps += 1;
        void tell(io, `  ${line}`);
      },
    });
    if (steps === 0) await tell(io, `${command} ${installed.version} is there already; --force installs it again`);
    await io.stdout.write(`${installed.command} ${installed.version} ${installed.path}\n`);
  }
  return EXIT.ok;
}

/** Prints where a tool is, or the private directory. */
export async function runPath(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const [name] = args.positionals;
  if (name === undefined) {
    await io.stdout.write(`${toolsDirectory(io.env.all)}\n`);
    return EXIT.ok;
  }
  const { spec } = getTool(name);
  await using machine = openMachine(io);
  const status = await machine.findTool(spec, io.signal);
  if (status.state === 'missing') {
    throw new SecureScanError('E_TOOL_MISSING', `${spec.command} is not installed; get it: ${findHint(spec, machine)}`);
  }
  await io.stdout.write(`${status.path}\n`);
  return EXIT.ok;
}
