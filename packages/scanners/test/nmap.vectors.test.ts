import { SecureScanError, type RawFinding } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { runScanner } from '@securescan/testkit/scanner-context';
import { nmap } from '../src/nmap/index.ts';
import { toPortSeverity, toRawFindings } from '../src/nmap/map.ts';
import { parseNmapReport } from '../src/nmap/report.ts';
import { isHost } from '../src/nmap/target.ts';
import { makeStandIn, makeTestDirectory } from './stand-in.ts';

type Input =
  | { readonly op: 'validate'; readonly host: string }
  | { readonly op: 'severity'; readonly port: number; readonly service: string }
  | { readonly op: 'parse'; readonly target_host: string; readonly xml: string }
  | { readonly op: 'scan'; readonly target_host: string | null };

testVectors<Input, unknown>('scanner_nmap', async (input) => {
  switch (input.op) {
    case 'validate':
      return isHost(input.host);
    case 'severity':
      return toPortSeverity(input.port, input.service);
    case 'parse':
      return raising(() => toRawFindings(parseNmapReport(input.xml), input.target_host).findings.map(toRow));
    case 'scan':
      return raising(() => scan(input.target_host));
    default:
      return input satisfies never;
  }
});

/** The stand-in would be found out if it were started: it prints no XML. */
async function scan(host: string | null): Promise<unknown> {
  // The plan gives a scanner only targets of its kinds, so without a host there is no run.
  if (host === null) return nmap.targets.some((kind) => kind !== 'host') ? 'runs without a host' : [];
  using tools = makeTestDirectory();
  const standIn = makeStandIn(tools.path, { stdout: 'started' });
  const outcome = await runScanner(nmap, {
    target: { kind: 'host', host, display: host },
    toolPaths: { nmap: standIn.path },
  });
  return 'skipped' in outcome ? outcome : outcome.findings.map(toRow);
}

async function raising(produce: () => unknown): Promise<unknown> {
  try {
    return await produce();
  } catch (error) {
    if (!(error instanceof SecureScanError)) throw error;
    return { raises: error.details['reason'] ?? error.code };
  }
}

function toRow(finding: RawFinding) {
  return { rule_id: finding.ruleId, severity: finding.severity, title: finding.title, metadata: finding.metadata };
}
