import { SecureScanError } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import { emptyOutput, excerptEnd, joinRecords, listNote, unfitNote } from '../tool-report/index.ts';
import { isAllowedTarget } from './allow-list.ts';
import { toRawFindings } from './map.ts';
import type { NmapReport } from './schema.ts';
import { isHost } from './target.ts';

/** Below the limit of a scan, so that nmap gives up on a slow host and still reports the others. */
const HOST_TIMEOUT_SECONDS = 240;
const DATABASE_PORTS = '6379,11211,27017';
const DOWNLOAD = 'https://nmap.org/download';

/** A TCP connect scan of one host or network. */
export const nmap = defineScanner({
  id: 'nmap',
  scanType: 'network',
  description: 'Finds open ports of a host and what answers there.',
  checks: ['open ports', 'databases open to the network', 'clear-text protocols', 'remote control'],
  targets: ['host'],
  tool: {
    command: 'nmap',
    versionArgs: ['--version'],
    parseVersion: (output) => /^Nmap version (\S+)/m.exec(output)?.[1] ?? null,
    installHint: {
      default: `see ${DOWNLOAD}`,
      linux: 'apt install nmap',
      darwin: 'brew install nmap',
    },
    distribution: { kind: 'manual' },
  },
  expectedSeconds: 60,
  run,
});

async function run(context: ScannerContext): Promise<ScannerReport> {
  const { target, options } = context;
  const host = target.kind === 'host' ? target.host.trim() : '';
  if (!isHost(host)) {
    throw new SecureScanError(
      'E_ARGUMENT',
      `Invalid target_host value: ${JSON.stringify(host)} is no host name or address.`,
    );
  }
  if (options.nmapTargets !== undefined && !isAllowedTarget(host, options.nmapTargets)) {
    throw new SecureScanError(
      'E_REFUSED',
      `${host} is not among the hosts that may be scanned; add it to scanners.nmap.targets if it may be.`,
    );
  }
  const runs: NmapReport[] = [];
  for (const ports of choosePorts(options.nmapExtraArgs)) runs.push(await scan(context, host, ports));
  const results = runs.map((report) => toRawFindings(report, host));
  const { findings, unfit } = joinRecords(results);
  const timedOutHosts = results.flatMap((result) => result.timedOutHosts);
  const isDown = runs.every((report) => report.nmaprun.runstats?.hosts.up === 0);
  return {
    findings,
    notes: [
      ...unfitNote('nmap', unfit),
      ...(isDown ? [`${host} seems to be down; if it only ignores probes, set SECURESCAN_NMAP_EXTRA_ARGS=-Pn.`] : []),
    ],
    incomplete:
      listNote(timedOutHosts, (names) => `nmap gave up on ${names} after ${HOST_TIMEOUT_SECONDS} s.`)[0] ?? null,
  };
}

/**
 * Port arguments of each run: nmap takes either its most frequent ports or a list, and Redis, Memcached and MongoDB are
 * not among the most frequent thousand. Ports in the operator's own arguments replace ours.
 */
function choosePorts(extraArgs: readonly string[]): string[][] {
  if (extraArgs.some((arg) => /^(?:-p|-F$|--top-ports|--port-ratio)/.test(arg))) return [[]];
  return [
    ['--top-ports', '1000'],
    ['-p', DATABASE_PORTS],
  ];
}

async function scan(context: ScannerContext, host: string, ports: readonly string[]): Promise<NmapReport> {
  const toolRun = await context.runTool(
    [
      '-sT',
      '-sV',
      ...ports,
      '--host-timeout',
      `${HOST_TIMEOUT_SECONDS}s`,
      ...(host.includes(':') ? ['-6'] : []),
      ...context.options.nmapExtraArgs,
      '-oX',
      '-',
      '--',
      host,
    ],
    { network: true },
  );
  if (toolRun.stdout.trim() === '') throw emptyOutput('nmap', toolRun);
  const { parseNmapReport } = await import('./report.ts');
  const report = parseNmapReport(toolRun.stdout);
  if (report.nmaprun.runstats?.hosts.total === 0) {
    throw new SecureScanError('E_NETWORK', `nmap found no host to scan: ${excerptEnd(toolRun.stderr)}`);
  }
  return report;
}
