import type { StatusReport } from '@securescan/contract';
import type { Machine } from '@securescan/core';
import { describeState, isInstallable, readScannerStates } from '@securescan/scanners';
import type { ScannerState } from '@securescan/scanners';
import type { z } from 'zod';
import type { ServerDeps } from '../../deps.ts';

type Report = z.input<typeof StatusReport>;

/** Looking starts a process per tool, so an answer holds for a while. */
const FRESH_MS = 10_000;

/** Which scanners work here; several who ask at once share one look. */
export function createScannerStatus(
  machine: Machine,
  { clock, config }: Pick<ServerDeps, 'clock' | 'config'>,
): (refresh: boolean) => Promise<Report> {
  let last: { readonly report: Promise<Report>; readonly atMs: number } | null = null;

  async function look(): Promise<Report> {
    const zap = { address: config.scans.zap.address, apiKey: config.scans.zap.apiKey ?? '' };
    const states = await readScannerStates(machine, { zap, signal: AbortSignal.timeout(FRESH_MS) });
    return { scanners: states.map(present), checked_at: clock.now().toISOString() };
  }

  return (refresh) => {
    const nowMs = clock.monotonicMs();
    if (last === null || refresh || nowMs - last.atMs > FRESH_MS) {
      const report = look();
      last = { report, atMs: nowMs };
      // A failed look is not remembered.
      report.catch(() => {
        if (last?.report === report) last = null;
      });
    }
    return last.report;
  };
}

function present(state: ScannerState): Report['scanners'][number] {
  return {
    name: state.scanner.id,
    scan_type: state.scanner.scanType,
    available: state.isUsable,
    message: describeState(state),
    description: state.scanner.description,
    checks: [...state.scanner.checks],
    install_hint: state.isUsable ? null : state.installHint,
    installable: isInstallable(state),
    version: state.toolStatus?.state === 'ready' ? state.toolStatus.version : null,
  };
}
