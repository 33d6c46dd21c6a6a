import type { Machine, Scanner, ToolSpec, ToolStatus } from '@securescan/core';
import { SCAN_TYPES } from '@securescan/model';
import type { ScanType } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { Io } from '../io/io.ts';
import { readZapState } from './zap-state.ts';

/** One scanner and whether it can work on this machine. */
export interface ScannerState {
  readonly scanner: Scanner;
  /** The tool it needs, or could use. */
  readonly tool: ToolSpec | null;
  readonly toolStatus: ToolStatus | null;
  readonly isUsable: boolean;
  readonly installHint: string | null;
}

/** States of the scanners of the given families (all when empty), by family, then in registry order. */
export async function readScannerStates(
  machine: Machine,
  types: readonly ScanType[],
  io: Io,
): Promise<readonly ScannerState[]> {
  const wanted = SCAN_TYPES.filter((type) => types.length === 0 || types.includes(type));
  const ordered = wanted.flatMap((type) => scannerList.filter(({ scanType }) => scanType === type));
  return Promise.all(ordered.map((scanner) => readState(scanner, machine, io)));
}

async function readState(scanner: Scanner, machine: Machine, io: Io): Promise<ScannerState> {
  if (scanner.id === 'zap') return readDaemonState(scanner, machine, io);
  const tool = scanner.tool ?? scanner.optionalTool ?? null;
  const toolStatus = tool === null ? null : await machine.findTool(tool, io.signal);
  const isReady = toolStatus?.state === 'ready';
  return {
    scanner,
    tool,
    toolStatus,
    isUsable: scanner.tool === null || isReady,
    installHint: tool === null || isReady ? null : findHint(tool, machine.probe.platform),
  };
}

async function readDaemonState(scanner: Scanner, machine: Machine, io: Io): Promise<ScannerState> {
  const toolStatus = await readZapState(machine, io);
  const isUsable = toolStatus.state === 'ready';
  return {
    scanner,
    tool: null,
    toolStatus,
    isUsable,
    installHint: isUsable ? null : 'start ZAP with zap.sh -daemon -port 8090 and set SECURESCAN_ZAP_ADDRESS',
  };
}

function findHint(tool: ToolSpec, platform: string): string {
  const byPlatform: Readonly<Record<string, string | undefined>> = tool.installHint;
  const canInstall = tool.distribution.kind !== 'manual';
  return canInstall ? `securescan tools install ${tool.command}` : (byPlatform[platform] ?? tool.installHint.default);
}
