import type { Machine, Scanner, ToolSpec, ToolStatus } from '@securescan/core';
import { scannerList } from './registry.ts';
import { readDaemonState } from './zap/daemon-state.ts';

/** One scanner and whether it can work on this machine. */
export interface ScannerState {
  readonly scanner: Scanner;
  /** The tool it needs, or could use. */
  readonly tool: ToolSpec | null;
  readonly toolStatus: ToolStatus | null;
  readonly isUsable: boolean;
  readonly installHint: string | null;
}

export interface ScannerStateOptions {
  /** Where the ZAP daemon is. */
  readonly zap: { readonly address: string; readonly apiKey: string };
  readonly signal: AbortSignal;
}

/** States of all scanners in registry order; looked for side by side. */
export function readScannerStates(machine: Machine, options: ScannerStateOptions): Promise<readonly ScannerState[]> {
  return Promise.all(
    scannerList.map((scanner) =>
      scanner.id === 'zap' ? readZapState(scanner, machine, options) : readState(scanner, machine, options),
    ),
  );
}

/** One sentence for people. */
export function describeState({ scanner, isUsable, toolStatus, installHint }: ScannerState): string {
  if (isUsable) return `${scanner.id} is available`;
  if (toolStatus?.state === 'broken') return `${scanner.id} does not work: ${toolStatus.message}`;
  return `${scanner.id} is not installed. Install with: ${installHint}`;
}

/** Whether `installTool` knows how to get it. */
export function isInstallable({ tool }: Pick<ScannerState, 'tool'>): boolean {
  return tool !== null && tool.distribution.kind !== 'manual';
}

async function readState(scanner: Scanner, machine: Machine, { signal }: ScannerStateOptions): Promise<ScannerState> {
  const tool = scanner.tool ?? scanner.optionalTool ?? null;
  const toolStatus = tool === null ? null : await machine.findTool(tool, signal);
  const isReady = toolStatus?.state === 'ready';
  return {
    scanner,
    tool,
    toolStatus,
    isUsable: scanner.tool === null || isReady,
    installHint: tool === null || isReady ? null : findHint(tool, machine.probe.platform),
  };
}

async function readZapState(scanner: Scanner, machine: Machine, options: ScannerStateOptions): Promise<ScannerState> {
  const toolStatus = await readDaemonState(machine, options.zap, options.signal);
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
