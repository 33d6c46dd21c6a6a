import type { JsonObject, RawFinding, Severity } from '@securescan/model';
import { toCwe, toTitle } from '../tool-report/index.ts';
import type { TrivyLicence, TrivyMisconfiguration, TrivyResult, TrivySecret, TrivyVulnerability } from './schema.ts';

const SEVERITIES: Readonly<Record<string, Severity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
};
const MAX_REFERENCES = 5;

/** Names of trivy's lockfile types as package URLs spell them. */
const ECOSYSTEMS: Readonly<Record<string, string>> = {
  npm: 'npm', yarn: 'npm', pnpm: 'npm', bun: 'npm', 'node-pkg': 'npm',
  pip: 'pypi', pipenv: 'pypi', poetry: 'pypi', uv: 'pypi', 'python-pkg': 'pypi',
  gomod: 'golang', gobinary: 'golang', cargo: 'cargo', composer: 'composer', bundler: 'gem', gemspec: 'gem',
  pom: 'maven', gradle: 'maven', jar: 'maven', sbt: 'maven', nuget: 'nuget', 'dotnet-core': 'nuget',
}; // prettier-ignore

/** A vulnerable package as a finding, at the line of the lockfile when trivy knows it. */
export function toVulnerability(vulnerability: TrivyVulnerability, result: TrivyResult): RawFinding {
  const name = vulnerability.PkgName ?? '';
  const version = vulnerability.InstalledVersion ?? '';
  const purl = vulnerability.PkgIdentifier?.PURL ?? null;
  const fixed = vulnerability.FixedVersion ?? '';
  return {
    severity: toSeverity(vulnerability.Severity),
    title: `${vulnerability.VulnerabilityID ?? 'Unknown'} in ${name === '' ? 'unknown' : name}`,
    description: vulnerability.Description ?? vulnerability.Title ?? 'No description',
    path: result.Target,
    lineStart: findPackageLine(result, name, version),
    ruleId: vulnerability.VulnerabilityID,
    cwe: toCwe(vulnerability.CweIDs),
    remediation: fixed === '' ? null : `Update to ${fixed}`,
    ...(name === '' ? {} : { identity: `${ECOSYSTEMS[result.Type] ?? result.Type}:${name}@${version}` }),
    metadata: {
      package: name,
      installed_version: version,
      fixed_version: fixed,
      references: vulnerability.References.slice(0, MAX_REFERENCES),
      ...(purl === null ? {} : { purl }),
    },
  };
}

function findPackageLine(result: TrivyResult, name: string, version: string): number | null {
  const found = result.Packages?.find((entry) => entry?.Name === name && entry.Version === version);
  return found?.Locations?.[0]?.StartLine ?? null;
}

/** A broken rule of good configuration as a finding; nothing when the rule passed. */
export function toMisconfiguration(item: TrivyMisconfiguration, result: TrivyResult): RawFinding[] {
  if (item.Status !== null && item.Status !== 'FAIL') return [];
  const resource = item.CauseMetadata.Resource ?? '';
  return [
    {
      severity: toSeverity(item.Severity),
      title: toTitle(item.Title ?? item.Message ?? item.ID ?? 'Misconfiguration'),
      description: item.Message ?? item.Description ?? '',
      path: result.Target,
      lineStart: item.CauseMetadata.StartLine,
      lineEnd: item.CauseMetadata.EndLine,
      ruleId: item.AVDID ?? item.ID,
      remediation: item.Resolution,
      metadata: withReferences({ resource, config_type: result.Type }, item.References),
    },
  ];
}

/** A credential as a finding, without its text. */
export function toSecret(item: TrivySecret, result: TrivyResult): RawFinding {
  return {
    severity: toSeverity(item.Severity),
    title: `Possible credential: ${toTitle(item.Title ?? item.RuleID ?? 'unknown kind')}`,
    description: 'The file holds text in the form of a credential.',
    path: result.Target,
    lineStart: item.StartLine,
    lineEnd: item.EndLine,
    ruleId: item.RuleID,
    cwe: 'CWE-798',
    remediation: 'Revoke the credential, take it out of the file and its history, and read it from a secret store.',
    metadata: { category: item.Category ?? '' },
  };
}

/** A classified licence as a finding. */
export function toLicence(item: TrivyLicence, result: TrivyResult): RawFinding {
  const name = item.PkgName ?? '';
  const licence = item.Name ?? 'unknown';
  return {
    severity: toSeverity(item.Severity),
    title: name === '' ? `Licence ${licence}` : `Licence ${licence} of ${name}`,
    description: `Trivy classifies this licence as ${item.Category ?? 'unknown'}.`,
    path: item.FilePath === null || item.FilePath === '' ? result.Target : item.FilePath,
    ruleId: `license/${licence}`,
    ...(name === '' ? {} : { identity: `${name} ${licence}` }),
    metadata: { package: name, category: item.Category ?? '' },
  };
}

function withReferences(metadata: JsonObject, references: readonly string[]): JsonObject {
  return { ...metadata, references: references.slice(0, MAX_REFERENCES) };
}

function toSeverity(word: string | null): Severity {
  return SEVERITIES[word?.toUpperCase() ?? ''] ?? 'info';
}
