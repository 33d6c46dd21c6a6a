import { availableParallelism } from 'node:os';
import type { Logger, Machine, ScannerOptions } from '@securescan/core';
import { createMachine, detectJail } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import { fileChecks } from '@securescan/scanners';
import { isDebug } from '../io/environment.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { readEnvironmentNumber } from './scan-choices.ts';

const DEFAULT_ZAP_ADDRESS = 'http://127.0.0.1:8090';

/** The machine that a command's scans run on. */
export function openMachine(io: Io, options: { readonly jail: boolean } = { jail: false }): Machine & AsyncDisposable {
  return createMachine({
    environment: io.env.all,
    log: createLogger(io),
    fileCheckWorker: findWorker(),
    fileChecks,
    jail: options.jail ? 'require' : 'off',
    // The user has typed the target, so addresses of the own network are meant.
    network: { allowPrivate: true, allowLoopback: true, trustedOrigins: findTrustedOrigins(io) },
  });
}

/**
 * Checks, when a sandbox is asked for, that one can be made here, so that not every tool fails for the same reason.
 * @throws SecureScanError E_TOOL_MISSING
 */
export async function checkJail(io: Io, { jail }: { readonly jail: boolean }): Promise<void> {
  if (!jail) return;
  const found = await detectJail(io.env.all, () => []);
  if (found.state === 'ready') return;
  throw new SecureScanError('E_TOOL_MISSING', `--jail: ${found.reason}; or leave --jail out to run tools without it`);
}

/** External tools at once when neither flag nor configuration says. */
export function defaultJobs(): number {
  return availableParallelism();
}

/** Options of single scanners that come from flags and environment. */
export function readScannerOptions(io: Io, flags: { readonly hostProbes: boolean }): Partial<ScannerOptions> {
  const dast = io.env.get('SECURESCAN_DAST_TIMEOUT');
  const nmap = io.env.get('SECURESCAN_NMAP_EXTRA_ARGS');
  return {
    baselineHostProbes: flags.hostProbes,
    runTargetPython: io.env.get('SECURESCAN_RUN_TARGET_PYTHON') === '1',
    ...(dast === undefined ? {} : { dastTimeoutMs: 1000 * readEnvironmentNumber('SECURESCAN_DAST_TIMEOUT', dast) }),
    ...(nmap === undefined ? {} : { nmapExtraArgs: nmap.split(/\s+/).filter((word) => word !== '') }),
    zap: {
      address: io.env.get('SECURESCAN_ZAP_ADDRESS') ?? DEFAULT_ZAP_ADDRESS,
      apiKey: io.env.get('SECURESCAN_ZAP_API_KEY') ?? '',
    },
  };
}

/** Beside the bundle when built, else the source. */
function findWorker(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt
    ? new URL('./file-check-worker.mjs', import.meta.url)
    : new URL('../workers/file-check-worker.ts', import.meta.url);
}

function findTrustedOrigins(io: Io): readonly string[] {
  const address = URL.parse(io.env.get('SECURESCAN_ZAP_ADDRESS') ?? DEFAULT_ZAP_ADDRESS);
  return address === null ? [] : [address.origin];
}

/** Errors always, the rest only with `SECURESCAN_LOG_LEVEL=DEBUG`: what a user must know of a scan comes as its outcome. */
function createLogger(io: Io, context: Readonly<Record<string, unknown>> = {}): Logger {
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    const facts = Object.entries({ ...context, ...fields }).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    void tell(io, [`${level}: ${message}`, ...facts].join(' '));
  };
  const ignore = () => undefined;
  const debug = isDebug(io.env);
  return {
    debug: debug ? write('debug') : ignore,
    info: debug ? write('info') : ignore,
    warn: debug ? write('warning') : ignore,
    error: write('error'),
    child: (fields) => createLogger(io, { ...context, ...fields }),
  };
}
