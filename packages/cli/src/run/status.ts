import { describeState, isInstallable } from '@securescan/scanners';
import type { ScannerState } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { parseChoice } from './choices.ts';
import { renderColumns } from './columns.ts';
import { openMachine } from './open-machine.ts';
import { parseScanTypes } from './scan-types.ts';
import { listScannerStates } from './scanner-states.ts';
import { readServer } from './server-options.ts';

/** Lists the scanners, which of them work here, and how to get the others. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const types = parseScanTypes(args.list('type'));
  const required = parseScanTypes(args.list('require'), '--require');
  const server = await readServer(args, io);
  if (server !== null) return (await import('./remote-status.ts')).showRemote(server, { format, types, required }, io);
  await using machine = openMachine(io);
  const states = await listScannerStates(machine, io);
  const shown = states.filter(({ scanner }) => types.length === 0 || types.includes(scanner.scanType));
  const checkedAt = machine.clock.now().toISOString();
  await io.stdout.write(format === 'json' ? renderJson(shown, checkedAt) : renderText(shown, io));
  const lacking = required.filter(
    (type) => !states.some(({ scanner, isUsable }) => isUsable && scanner.scanType === type),
  );
  for (const type of lacking)
    await tell(io, `status: no usable ${type} scanner; get one of: ${listHints(states, type)}`);
  return lacking.length > 0 ? EXIT.gate : EXIT.ok;
}

function listHints(states: readonly ScannerState[], type: string): string {
  return states
    .flatMap(({ scanner, installHint }) => (scanner.scanType === type && installHint ? [installHint] : []))
    .join('; ');
}

function renderText(states: readonly ScannerState[], io: Io): string {
  const rows = states.map((state) => [
    state.scanner.id,
    state.scanner.scanType,
    state.isUsable ? 'yes' : 'no',
    versionOf(state) ?? (state.toolStatus === null ? 'built in' : ''),
    toVisible(noteOf(state)),
  ]);
  return renderColumns([['Scanner', 'Type', 'Available', 'Version', 'Notes'], ...rows], {
    width: io.stdout.columns(),
    minimum: [12, 11, 9, 9, 0],
  });
}

function versionOf({ toolStatus }: ScannerState): string | null {
  return toolStatus?.state === 'ready' ? toolStatus.version : null;
}

function noteOf({ scanner, tool, toolStatus, installHint }: ScannerState): string {
  if (toolStatus === null) return '';
  if (tool === null) return toolStatus.state === 'ready' ? toolStatus.path : `not reachable; ${installHint}`;
  const name = tool.command === scanner.id ? '' : `${tool.command} `;
  switch (toolStatus.state) {
    case 'ready':
      return `${name}${toolStatus.path}`;
    case 'broken':
      return `${toolStatus.path} does not work: ${toolStatus.message}; ${installHint ?? ''}`;
    case 'missing':
      return scanner.tool === null ? `works; more with ${tool.command}: ${installHint}` : (installHint ?? '');
    default:
      return toolStatus satisfies never;
  }
}

function renderJson(states: readonly ScannerState[], checkedAt: string): string {
  const scanners = states.map((state) => ({
    name: state.scanner.id,
    scan_type: state.scanner.scanType,
    available: state.isUsable,
    version: versionOf(state),
    message: describeState(state),
    description: state.scanner.description,
    checks: state.scanner.checks,
    path: state.toolStatus?.state === 'ready' ? state.toolStatus.path : null,
    install_hint: state.isUsable ? null : state.installHint,
    installable: isInstallable(state),
  }));
  return `${JSON.stringify({ scanners, checked_at: checkedAt.replace('Z', '+00:00') }, null, 2)}\n`;
}
