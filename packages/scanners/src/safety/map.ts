import { firstCodePoints, type RawFinding, type Severity } from '@securescan/model';
import { findLine } from '../tool-report/index.ts';
import type { SafetyVulnerability } from './schema.ts';

const SEVERITIES: Readonly<Record<string, Severity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
};
const MAX_DESCRIPTION = 500;

/** A vulnerable requirement as a finding, at its line of the file. */
export function toRawFinding(item: SafetyVulnerability, file: { path: string; text: string | null }): RawFinding {
  const name = item.package_name ?? 'unknown';
  const version = item.analyzed_version ?? '';
  const id = item.vulnerability_id;
  const line = findRequirementLine(file.text, name);
  return {
    severity: toSeverity(item),
    title: `Vulnerable package: ${name}`,
    description: firstCodePoints(item.advisory ?? 'Vulnerability found', MAX_DESCRIPTION),
    path: file.path,
    lineStart: line,
    lineEnd: line,
    ruleId: id === null ? null : `safety/${id}`,
    remediation: toRemediation(name, item.fixed_versions),
    identity: `pypi:${normaliseName(name)}@${version}`,
    metadata: {
      package: name,
      installed_version: version,
      affected_versions: item.vulnerable_spec.join(', '),
      fixed_version: item.fixed_versions.join(', '),
      ...(item.CVE === null ? {} : { cve: item.CVE }),
      references: item.more_info_url === null ? [] : [item.more_info_url],
    },
  };
}

function toRemediation(name: string, fixed: readonly string[]): string | null {
  if (fixed.length === 0) return null;
  return `Update ${name} to ${fixed.join(' or ')}.`;
}

/** The severity of the CVSS score; high when the database has none, which is so without a licence for it. */
function toSeverity({ severity }: SafetyVulnerability): Severity {
  const word = severity?.cvssv3?.base_severity?.toUpperCase();
  if (word !== undefined && word in SEVERITIES) return SEVERITIES[word] ?? 'high';
  const score = severity?.cvssv3?.base_score ?? severity?.cvssv2?.base_score ?? null;
  if (score === null) return 'high';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** Line of a requirements file or of Pipfile.lock that names the package. */
function findRequirementLine(text: string | null, name: string): number | null {
  const wanted = normaliseName(name);
  return findLine(text, (line) => {
    const found = /^\s*"?([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(line)?.[1];
    return found !== undefined && normaliseName(found) === wanted;
  });
}

/** @see https://packaging.python.org/en/latest/specifications/name-normalization/ */
function normaliseName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
