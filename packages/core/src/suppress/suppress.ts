import type { Finding, FindingMetadata, SuppressionReason } from '@securescan/model';
import type { PipelineSettings, ScopedIgnore } from '../pipeline/types.ts';
import type { BaselineIndex } from '../run/request.ts';
import { findKnown } from './baseline-budget.ts';
import { createInlineIndex } from './inline-index.ts';
import { describeDirectives } from './notices.ts';

export type SuppressSettings = Pick<
  PipelineSettings,
  'noSuppress' | 'partial' | 'ignoredRules' | 'scopedIgnores' | 'baseline' | 'sources' | 'today'
>;

export interface SuppressResult {
  /** All findings in input order, hidden ones marked in `metadata.suppressed_by`. */
  readonly findings: readonly Finding[];
  readonly notices: readonly string[];
}

/**
 * Marks the findings that are hidden, with precedence inline, config (waivers of WAF++ are as good), baseline. Old marks are cleared first, so a finding
 * read from a snapshot carries what holds now. A merged finding answers to the rule id it shows.
 */
export function suppress(findings: readonly Finding[], settings: SuppressSettings): SuppressResult {
  if (settings.noSuppress) return { findings: findings.map((finding) => mark(finding, null)), notices: [] };
  const inline = createInlineIndex(settings.sources, settings.today);
  const isIgnored = createConfigCheck(settings.ignoredRules, settings.scopedIgnores ?? []);
  const baseline = atDay(settings.baseline, settings.today);
  const known = baseline.index === null ? null : findKnown(findings, baseline.index);
  const marked = findings.map((finding) => {
    if (inline.isIgnored(finding)) return mark(finding, 'inline');
    if (isIgnored(finding) || isWaived(finding)) return mark(finding, 'config');
    return mark(finding, known?.has(finding) === true ? 'baseline' : null);
  });
  const unused = settings.partial === true ? [] : inline.unused();
  const notices = describeDirectives(settings.sources, unused, settings.today);
  return { findings: marked, notices: [...notices, ...baseline.notices] };
}

/** A waiver file of the project holds for it; the scanner that reads those says so. */
function isWaived({ scanner, metadata }: Finding): boolean {
  return scanner === 'waf' && metadata['waived'] !== undefined;
}

function atDay(index: BaselineIndex | null, today: string | undefined) {
  if (index?.atDay === undefined || today === undefined) return { index, notices: [] };
  return index.atDay(today);
}

function createConfigCheck(
  ignoredRules: readonly string[],
  scopedIgnores: readonly ScopedIgnore[],
): (finding: Finding) => boolean {
  const everywhere = new Set(ignoredRules);
  const inFiles = Map.groupBy(scopedIgnores, ({ ruleId }) => ruleId);
  return ({ ruleId, filePath }) => {
    if (ruleId === null) return false;
    if (everywhere.has(ruleId)) return true;
    return filePath !== null && inFiles.get(ruleId)?.some((ignore) => ignore.matches(filePath)) === true;
  };
}

function mark(finding: Finding, reason: SuppressionReason | null): Finding {
  if (reason === null) {
    return 'suppressed_by' in finding.metadata ? { ...finding, metadata: withoutMark(finding.metadata) } : finding;
  }
  if (finding.metadata.suppressed_by === reason) return finding;
  return { ...finding, metadata: { ...finding.metadata, suppressed_by: reason } };
}

function withoutMark(metadata: FindingMetadata): FindingMetadata {
  const { suppressed_by: _, ...rest } = metadata;
  return rest;
}
