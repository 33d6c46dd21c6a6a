import { satisfies } from '@securescan/inventory';
import { compareCodePoints, firstCodePoints, type RawFinding, type Severity } from '@securescan/model';
import { toCwe, toTitle } from '../tool-report/index.ts';
import type { LockedPackages } from './lockfile.ts';
import { NpmAdvisory, Npm6Advisory, NpmVulnerability, type FixAvailable, type NpmAuditReport } from './schema.ts';

const SEVERITIES: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  moderate: 'medium',
  low: 'low',
  info: 'info',
};
const MAX_DESCRIPTION = 500;

/** Where a report is about. */
export interface AuditedLockfile {
  readonly path: string;
  readonly packages: LockedPackages;
}

/** All advisories of a report as findings, in the order of package names, and how many records did not fit. */
export function toRawFindings(
  report: NpmAuditReport,
  lockfile: AuditedLockfile,
): { findings: RawFinding[]; unfit: number } {
  const findings: RawFinding[] = [];
  let unfit = 0;
  for (const [name, record] of sortedEntries(report.vulnerabilities)) {
    const parsed = NpmVulnerability.safeParse(record);
    if (parsed.success) findings.push(...fromPackage(name, parsed.data, report, lockfile));
    else unfit += 1;
  }
  for (const [, record] of sortedEntries(report.advisories)) {
    const parsed = Npm6Advisory.safeParse(record);
    if (parsed.success) findings.push(...fromNpm6(parsed.data, lockfile));
    else unfit += 1;
  }
  return { findings, unfit };
}

function sortedEntries(record: Readonly<Record<string, unknown>> | null | undefined): [string, unknown][] {
  return Object.entries(record ?? {}).toSorted(([a], [b]) => compareCodePoints(a, b));
}

/** One finding per advisory and installed version. A package that is only there for another one's advisory has none. */
function fromPackage(
  name: string,
  entry: NpmVulnerability,
  report: NpmAuditReport,
  lockfile: AuditedLockfile,
): RawFinding[] {
  const advisories = entry.via.flatMap((via) => {
    const parsed = typeof via === 'object' ? NpmAdvisory.safeParse(via) : null;
    return parsed?.success === true ? [parsed.data] : [];
  });
  const isExplainedElsewhere = entry.via.some(
    (via) => typeof via === 'string' && report.vulnerabilities?.[via] !== undefined,
  );
  if (advisories.length === 0) return isExplainedElsewhere ? [] : [toUnexplained(name, entry, lockfile)];
  return advisories.flatMap((advisory) =>
    listAffected(listInstalled(entry.nodes, lockfile.packages), advisory.range).map(({ version, nodes }) =>
      toFinding(
        {
          name,
          version,
          severity: advisory.severity ?? entry.severity,
          title: advisory.title,
          url: advisory.url,
          advisoryId: findAdvisoryId(advisory.url, advisory.source),
          cwe: toCwe(advisory.cwe),
          range: advisory.range ?? entry.range ?? '',
          details: null,
          remediation: toRemediation(name, entry.fixAvailable),
          fixAvailable: entry.fixAvailable,
          score: advisory.cvss?.score ?? null,
          nodes,
        },
        lockfile,
      ),
    ),
  );
}

function fromNpm6(advisory: Npm6Advisory, lockfile: AuditedLockfile): RawFinding[] {
  const versions = new Set(advisory.findings.map((finding) => finding?.version ?? null));
  if (versions.size === 0) versions.add(null);
  const patched = advisory.patched_versions ?? '';
  const hasPatch = patched !== '' && patched !== '<0.0.0';
  const name = advisory.module_name ?? 'unknown';
  return [...versions].map((version) =>
    toFinding(
      {
        name,
        version,
        severity: advisory.severity,
        title: advisory.title,
        url: advisory.url,
        advisoryId: advisory.github_advisory_id ?? findAdvisoryId(advisory.url, advisory.id),
        cwe: toCwe(advisory.cwe),
        range: advisory.vulnerable_versions ?? '',
        details: advisory.overview,
        remediation: hasPatch ? `Update ${name} to ${patched}.` : advisory.recommendation,
        fixAvailable: hasPatch,
        score: null,
        nodes: [],
      },
      lockfile,
    ),
  );
}

interface Installed {
  readonly version: string | null;
  readonly nodes: readonly string[];
}

/** Versions at the reported places, each with its places; one entry without a version when none is known. */
function listInstalled(nodes: readonly string[], packages: LockedPackages): Installed[] {
  const byVersion = new Map<string | null, string[]>();
  for (const node of nodes.toSorted(compareCodePoints)) {
    const version = packages.findVersion(node);
    byVersion.set(version, [...(byVersion.get(version) ?? []), node]);
  }
  if (byVersion.size === 0) return [{ version: null, nodes: [] }];
  return [...byVersion].map(([version, places]) => ({ version, nodes: places }));
}

/** npm lists the places of all advisories of a package together. Those known to be outside a range are not its own. */
function listAffected(installed: readonly Installed[], range: string | null): readonly Installed[] {
  const affected = installed.filter(
    ({ version }) => range !== null && version !== null && satisfies('npm', version, range),
  );
  return affected.length === 0 ? installed : affected;
}

interface AdvisoryFacts {
  readonly name: string;
  readonly version: string | null;
  readonly severity: string | null;
  readonly title: string | null;
  readonly url: string | null;
  readonly advisoryId: string | null;
  readonly cwe: string | null;
  readonly range: string;
  readonly details: string | null;
  readonly remediation: string | null;
  readonly fixAvailable: FixAvailable;
  readonly score: number | null;
  readonly nodes: readonly string[];
}

function toFinding(facts: AdvisoryFacts, lockfile: AuditedLockfile): RawFinding {
  const { name, version, range } = facts;
  const line = lockfile.packages.findLine(facts.nodes[0] ?? null, name);
  const installed = version === null ? `${name} is installed` : `${name} ${version} is installed`;
  const affected = range === '' ? '' : `; versions ${range} are affected`;
  return {
    severity: toSeverity(facts.severity),
    title: `${toTitle(facts.title ?? 'Vulnerability', 100)} in ${name}${range === '' ? '' : `@${range}`}`,
    description: firstCodePoints(
      facts.details ?? `${facts.title ?? 'Vulnerability'}. ${installed}${affected}.`,
      MAX_DESCRIPTION,
    ),
    path: lockfile.path,
    lineStart: line,
    lineEnd: line,
    ruleId: facts.advisoryId ?? `npm-audit/${name}`,
    cwe: facts.cwe,
    remediation: facts.remediation,
    identity: `npm:${name}@${version ?? ''}`,
    metadata: {
      package: name,
      installed_version: version ?? '',
      fix_available: facts.fixAvailable,
      range,
      references: facts.url === null ? [] : [facts.url],
      ...(facts.score === null || facts.score === 0 ? {} : { cvss_score: facts.score }),
      ...(facts.nodes.length > 1 ? { nodes: facts.nodes.slice(0, 20) } : {}),
    },
  };
}

/** npm says a package is vulnerable without saying why; older registries do that. */
function toUnexplained(name: string, entry: NpmVulnerability, lockfile: AuditedLockfile): RawFinding {
  const [installed] = listInstalled(entry.nodes, lockfile.packages);
  const line = lockfile.packages.findLine(entry.nodes[0] ?? null, name);
  return {
    severity: toSeverity(entry.severity),
    title: `Vulnerable npm package: ${name}`,
    description: `Vulnerability in ${name}`,
    path: lockfile.path,
    lineStart: line,
    lineEnd: line,
    ruleId: `npm-audit/${name}`,
    remediation: toRemediation(name, entry.fixAvailable),
    identity: `npm:${name}@${installed?.version ?? ''}`,
    metadata: { fix_available: entry.fixAvailable, range: entry.range ?? '' },
  };
}

function toSeverity(word: string | null): Severity {
  return SEVERITIES[word ?? ''] ?? 'medium';
}

function findAdvisoryId(url: string | null, source: string | number | null | undefined): string | null {
  const ghsa = /GHSA(?:-[0-9a-z]{4}){3}/i.exec(url ?? '')?.[0];
  if (ghsa !== undefined) return ghsa;
  return source === null || source === undefined ? null : `npm-audit/${source}`;
}

function toRemediation(name: string, fix: FixAvailable): string | null {
  if (fix === false) return null;
  if (fix === true) return `Run npm audit fix: a version of ${name} without it is within the declared ranges.`;
  const step = fix.isSemVerMajor ? ', a major step' : '';
  return fix.name === name
    ? `Update ${name} to ${fix.version}${step}.`
    : `Update ${fix.name} to ${fix.version}${step}; it brings ${name}.`;
}
