import { SEVERITIES, type Finding, type ScanResult, type ScannerRun, type Severity } from '@securescan/model';
import { keptOf } from '../finding/change-view.ts';
import { sortForOutput } from '../finding/order.ts';
import { countSuppressed, suppressionOf } from '../finding/suppression.ts';
import type { FrameworkCoverage, RenderOptions } from '../renderer.ts';
import { findGaps, hasLooked } from '../scanner-gaps.ts';
import { describeCounts, plural } from '../wording.ts';
import { formatInstant } from './dates.ts';

type RiskLevel = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFO';

export interface ReportFramework {
  readonly name: string;
  readonly version: string;
  readonly totalControls: number;
  /** Controls that findings touch, with the number of those findings. */
  readonly controls: readonly { readonly id: string; readonly name: string; readonly findings: number }[];
  /** Share of the controls that findings touch, in percent with one decimal. */
  readonly share: string;
}

export interface ReportScanner {
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly status: 'completed' | 'incomplete' | 'skipped' | 'failed' | 'cancelled';
  /** Null when it did not run to its end. */
  readonly findings: number | null;
  readonly details: readonly string[];
}

/** All that the HTML and the PDF report say, in the order in which they say it. */
export interface Report {
  readonly title: string;
  readonly target: string;
  readonly scanId: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly risk: { readonly score: string; readonly level: RiskLevel };
  readonly counts: Readonly<Record<Severity, number>>;
  readonly total: number;
  /** What was found, in sentences; the AI's summary comes beside it and is named as such. */
  readonly summary: readonly string[];
  readonly aiSummary: string | null;
  readonly top: readonly Finding[];
  readonly frameworks: readonly ReportFramework[] | null;
  readonly groups: readonly { readonly severity: Severity; readonly findings: readonly Finding[] }[];
  readonly suppressed: readonly { readonly finding: Finding; readonly reason: string }[];
  readonly suppressedCounts: ReadonlyMap<string, number>;
  readonly scanners: readonly ReportScanner[];
  readonly notices: readonly string[];
  readonly emptyText: string;
  readonly footer: string;
}

function riskLevel(score: number): RiskLevel {
  if (score >= 70) return 'CRITICAL';
  if (score >= 50) return 'HIGH';
  if (score >= 25) return 'MEDIUM';
  return score >= 1 ? 'LOW' : 'INFO';
}

/** Collects a report. Dates come from the scan and from `options.now`, nothing else. */
export function buildReport(result: ScanResult, options: RenderOptions): Report {
  const findings = sortForOutput(result.findings);
  const kept = keptOf(findings);
  const { counts, total, riskScore } = result.summary;
  return {
    title: `Security Assessment Report — ${result.scanId.slice(0, 8)}`,
    target: result.target.display,
    scanId: result.scanId,
    facts: factsOf(result, options),
    risk: { score: riskScore.toFixed(1), level: riskLevel(riskScore) },
    counts,
    total,
    summary: summarySentences(result),
    aiSummary: result.aiSummary,
    top: kept.filter(({ severity }) => severity === 'critical' || severity === 'high').slice(0, 3),
    frameworks: options.compliance?.map((framework) => toFramework(framework, kept)) ?? null,
    groups: SEVERITIES.map((severity) => ({
      severity,
      findings: kept.filter((finding) => finding.severity === severity),
    })).filter((group) => group.findings.length > 0),
    suppressed: findings.flatMap((finding) => {
      const reason = suppressionOf(finding);
      return reason === null ? [] : [{ finding, reason }];
    }),
    suppressedCounts: countSuppressed(findings),
    scanners: result.scanners.map(toScanner),
    notices: result.notices,
    emptyText: hasLooked(result.scanners)
      ? 'The scanners that ran reported no findings.'
      : 'No findings, because no scanner looked at the target.',
    footer: `SecureScan ${options.productVersion} · scan ${result.scanId} · ${formatInstant(options.now)}`,
  };
}

function factsOf(result: ScanResult, options: RenderOptions): (readonly [string, string])[] {
  return [
    ['Target', result.target.display],
    ['Scan', result.scanId],
    ['Status', result.status.toUpperCase()],
    ['Started', formatInstant(result.startedAt)],
    ['Completed', formatInstant(result.completedAt)],
    ['Scan types', result.scanTypes.join(', ')],
    ['Findings', String(result.summary.total)],
    ['Gate', options.gate],
    ...(options.repo === null ? [] : [['Repository', options.repo] as const]),
    ...(options.sha === null ? [] : [['Commit', options.sha] as const]),
    ...(result.configPath === null ? [] : [['Configuration', result.configPath] as const]),
    ['Report of', formatInstant(options.now)],
  ];
}

function summarySentences(result: ScanResult): string[] {
  const ran = result.scanners.filter((run) => run.outcome.status === 'completed').length;
  const gaps = new Set(findGaps(result.scanners).flatMap((gap) => (gap.kind === 'note' ? [] : [gap.scanner])));
  const hidden = [...countSuppressed(result.findings).values()].reduce((sum, count) => sum + count, 0);
  const { total, counts } = result.summary;
  return [
    ...(result.failure === undefined ? [] : [`The scan failed: ${result.failure.message}`]),
    `${plural(ran, 'scanner')} looked at the target and reported ${plural(total, 'finding')}: ${describeCounts(counts)}.`,
    ...(gaps.size === 0 ? [] : [`${plural(gaps.size, 'scanner')} did not look at everything; see Scanner coverage.`]),
    ...(hidden === 0 ? [] : [`${plural(hidden, 'finding')} suppressed and not counted; see Suppressed findings.`]),
    ...(result.overridesApplied === 0
      ? []
      : [`The configuration changed the severity of ${plural(result.overridesApplied, 'finding')}.`]),
  ];
}

function toFramework(coverage: FrameworkCoverage, findings: readonly Finding[]): ReportFramework {
  const { framework, version, total_controls: total, violated_details: violated } = coverage;
  return {
    name: framework,
    version,
    totalControls: total,
    controls: violated.map(({ id, name }) => ({ id, name, findings: findings.filter(touches(id)).length })),
    share: (total === 0 ? 0 : (violated.length / total) * 100).toFixed(1),
  };
}

/** A control is touched by its own tag and by those of its parts (`PCI-DSS-6` by `PCI-DSS-6.5.1`). */
function touches(control: string): (finding: Finding) => boolean {
  return ({ complianceTags }) => complianceTags.some((tag) => tag === control || tag.startsWith(`${control}.`));
}

function toScanner(run: ScannerRun): ReportScanner {
  const { outcome } = run;
  const incomplete = outcome.status === 'completed' && outcome.incomplete !== null;
  return {
    name: run.scanner,
    family: run.scanType,
    version: run.version ?? '',
    status: incomplete ? 'incomplete' : outcome.status,
    findings: outcome.status === 'completed' ? outcome.findingsCount : null,
    details: findGaps([run]).map((gap) => gap.text),
  };
}
