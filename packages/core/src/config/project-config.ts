import type { ScanType, Severity, SeverityThreshold } from '@securescan/model';
import type { ScannerOptions } from '../scanner/context.ts';
import type { ConfigFile } from './schema.ts';

/** A rule whose findings are hidden. */
export interface IgnoredRule {
  readonly id: string;
  /** Glob relative to the root; null for everywhere. */
  readonly path: string | null;
  readonly reason: string | null;
  /** Last day (YYYY-MM-DD) on which it holds; null for ever. */
  readonly until: string | null;
}

/** `.securescan.yml` with all defaults filled in. Paths are as written, tidied; see `toScanSettings`. */
export interface ProjectConfig {
  readonly scanTypes: readonly ScanType[];
  readonly severityOverrides: Readonly<Record<string, Severity>>;
  readonly ignoredRules: readonly IgnoredRule[];
  readonly semgrepRules: readonly string[];
  /** null when the file says nothing; `none` when it says that there is no gate. */
  readonly failOnSeverity: SeverityThreshold | null;
  readonly ai: boolean | null;
  readonly exclude: readonly string[];
  readonly baseline: string | null;
  readonly licences: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly scanners: Readonly<Record<string, { readonly enabled: boolean; readonly timeoutMs: number | null }>>;
  /** Options of single scanners. */
  readonly scannerOptions: Pick<ScannerOptions, 'trivy' | 'nmapTargets' | 'wafControls'> & {
    readonly zap: Pick<ScannerOptions['zap'], 'passiveOnly'>;
  };
  /** Top-level keys that the file names, in its order. */
  readonly keys: readonly string[];
}

/** Renames the keys of a valid file; adds nothing and drops nothing. */
export function toProjectConfig(file: ConfigFile, keys: readonly string[]): ProjectConfig {
  return {
    scanTypes: file.scan_types,
    severityOverrides: file.severity_overrides,
    ignoredRules: file.ignored_rules.map((entry) =>
      typeof entry === 'string'
        ? { id: entry, path: null, reason: null, until: null }
        : { id: entry.id, path: entry.path ?? null, reason: entry.reason ?? null, until: entry.until ?? null },
    ),
    semgrepRules: file.semgrep_rules,
    failOnSeverity: file.fail_on_severity,
    ai: file.ai,
    exclude: file.exclude,
    baseline: file.baseline,
    licences: file.licenses,
    scanners: Object.fromEntries(
      Object.entries(file.scanners).flatMap(([id, entry]) =>
        entry === undefined
          ? []
          : [[id, { enabled: entry.enabled, timeoutMs: entry.timeout === null ? null : entry.timeout * 1000 }]],
      ),
    ),
    scannerOptions: toScannerOptions(file.scanners),
    keys,
  };
}

function toScannerOptions({ trivy, zap, nmap, waf }: ConfigFile['scanners']): ProjectConfig['scannerOptions'] {
  return {
    ...(trivy === undefined
      ? {}
      : { trivy: { scanners: trivy.scanners, skipDbUpdate: trivy.skip_db_update, offline: trivy.offline } }),
    zap: zap === undefined ? {} : { passiveOnly: zap.passive_only },
    ...(nmap === undefined || nmap.targets === null ? {} : { nmapTargets: nmap.targets }),
    ...(waf === undefined || waf.controls.length === 0 ? {} : { wafControls: waf.controls }),
  };
}
