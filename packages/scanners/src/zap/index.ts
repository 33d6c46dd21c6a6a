import { SecureScanError, type SkipReason } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import { mapRecords, unfitNote } from '../tool-report/index.ts';
import { createDaemon } from './daemon.ts';
import { toRawFinding } from './map.ts';
import { runZapScan } from './scan.ts';
import { ZapAlert, ZapVersion } from './schema.ts';

const START_HINT =
  'start the daemon with: zap.sh -daemon -host 127.0.0.1 -port 8090 -config api.key=<key>, ' +
  'then set SECURESCAN_ZAP_ADDRESS=http://127.0.0.1:8090 and SECURESCAN_ZAP_API_KEY=<key>';
const POLL_MS = { spider: 1000, active: 2000 };

/** A running ZAP daemon against a URL. */
export const zap = defineScanner({
  id: 'zap',
  scanType: 'dast',
  description: 'Crawls and attacks a running web application with a ZAP daemon.',
  checks: ['cross-site scripting', 'SQL injection', 'security headers', 'information leaks'],
  targets: ['url'],
  tool: null,
  expectedSeconds: 120,
  findSkipReason,
  run: (context) => runZap(context, POLL_MS),
});

async function findSkipReason(context: ScannerContext): Promise<SkipReason | null> {
  const daemon = createDaemon(context.http, context.options.zap);
  try {
    await daemon.ask('core/view/version', {}, ZapVersion, context.signal);
    return null;
  } catch (error) {
    if (!(error instanceof SecureScanError) || error.code === 'E_CANCELLED') throw error;
    return {
      code: 'not-installed',
      reason: `no ZAP daemon at ${context.options.zap.address}: ${error.message}`,
      installHint: START_HINT,
    };
  }
}

/**
 * Runs a scan on the daemon.
 * @param pollMs - how often to look how far it is
 */
export async function runZap(
  context: ScannerContext,
  pollMs: { readonly spider: number; readonly active: number },
): Promise<ScannerReport> {
  const { target, options, clock, signal } = context;
  if (target.kind !== 'url')
    throw new SecureScanError('E_TARGET_KIND', 'ZAP scans URLs; give one that starts with http.');
  const { alerts, unfinished } = await runZapScan(createDaemon(context.http, options.zap), {
    url: target.url,
    passiveOnly: options.zap.passiveOnly ?? false,
    timeLimitMs: options.dastTimeoutMs,
    clock,
    signal,
    pollMs,
  });
  const { findings, unfit } = mapRecords(alerts, ZapAlert, (alert) => toRawFinding(alert, target.url));
  return {
    findings,
    notes: unfitNote('ZAP', unfit),
    incomplete:
      unfinished === null
        ? null
        : `The time limit of ${Math.round(options.dastTimeoutMs / 1000)} s came while ZAP was ${unfinished}.`,
  };
}
