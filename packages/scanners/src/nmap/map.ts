import type { RawFinding, Severity } from '@securescan/model';
import { joinRecords, mapRecords, type MappedRecords } from '../tool-report/index.ts';
import { NmapHost, NmapPort, type NmapReport } from './schema.ts';

/** Clear text, no password by default, or remote control. */
const HIGH_PORTS: ReadonlySet<number> = new Set([21, 23, 5900, 6379, 27_017, 11_211]);
const HIGH_SERVICES: ReadonlySet<string> = new Set(['telnet', 'ftp', 'rsh', 'rlogin']);
/** Databases, Windows shares and remote desktops. */
const MEDIUM_PORTS: ReadonlySet<number> = new Set([3306, 5432, 1433, 1521, 135, 139, 445, 3389]);

/** How bad it is that a port is open. */
export function toPortSeverity(port: number, service: string): Severity {
  if (HIGH_PORTS.has(port) || HIGH_SERVICES.has(service.toLowerCase())) return 'high';
  return MEDIUM_PORTS.has(port) ? 'medium' : 'info';
}

/** Open ports as findings, and what kept nmap from looking. */
export interface NmapFindings extends MappedRecords {
  readonly timedOutHosts: readonly string[];
}

/** All open ports of a report. UDP ports that did not answer are reported as what they are. */
export function toRawFindings(report: NmapReport, targetHost: string): NmapFindings {
  const hosts: unknown = report.nmaprun.host ?? [];
  const parts: MappedRecords[] = [];
  const timedOutHosts: string[] = [];
  for (const item of Array.isArray(hosts) ? hosts : []) {
    const host = NmapHost.safeParse(item);
    if (!host.success) continue; // a host that is down is an element without content
    const address = host.data.address[0]?.addr ?? '';
    if (host.data.timedout === 'true') timedOutHosts.push(address);
    parts.push(mapRecords(host.data.ports.port, NmapPort, (port) => toFindings(port, address, targetHost)));
  }
  return { ...joinRecords(parts), timedOutHosts };
}

function toFindings(port: NmapPort, address: string, targetHost: string): RawFinding[] {
  const { portid, protocol } = port;
  const service = port.service.name ?? '';
  const facts = {
    description: `${address === '' ? targetHost : address} accepts connections on port ${portid}/${protocol}.`,
    identity: `${address === '' ? targetHost : address}:${portid}/${protocol}`,
    metadata: {
      target_host: targetHost,
      host_addr: address,
      port: portid,
      protocol,
      service,
      product: port.service.product ?? '',
      version: port.service.version ?? '',
    },
  };
  if (port.state.state === 'open') {
    const what = [service, port.service.product, port.service.version].filter((part) => part !== null && part !== '');
    return [
      {
        ...facts,
        severity: toPortSeverity(portid, service),
        title: `Open port ${portid}/${protocol}: ${what.length === 0 ? 'unknown' : what.join(' ')}`,
        ruleId: `open-port-${portid}`,
        remediation: 'Close the port, or let only those reach it who need it.',
      },
    ];
  }
  if (port.state.state !== 'open|filtered' || protocol !== 'udp') return [];
  return [
    {
      ...facts,
      severity: 'info',
      title: `Port ${portid}/udp may be open: it did not answer`,
      description: `Port ${portid}/udp neither answered nor refused, so it is open or a firewall is in the way.`,
      ruleId: `maybe-open-port-${portid}`,
      confidence: 'low',
    },
  ];
}
