import { SEVERITIES, type Finding } from '@securescan/model';
import { firstSentence } from '../first-sentence.ts';
import { rangeOf } from '../finding/place.ts';
import { MAX_BODY_LENGTH, takeWhole } from '../github/fit.ts';
import { codeSpan, escapeMarkdown } from '../markdown.ts';
import { linkedTitle } from './comment.ts';

const WORDS = {
  diff: { heading: 'SecureScan review', added: 'New findings', removed: 'Fixed findings' },
  compare: {
    heading: 'SecureScan baseline-drift review',
    added: 'New since baseline',
    removed: 'Disappeared since baseline',
  },
} as const;

/** All that the body of a review says. */
export interface ReviewSummary {
  readonly mode: 'diff' | 'compare';
  readonly addedCount: number;
  readonly commentCount: number;
  /** Findings with a place in the diff that are over the limit of comments. */
  readonly overLimit: readonly Finding[];
  readonly unanchored: readonly Finding[];
  readonly removed: readonly Finding[];
  readonly gaps: readonly string[];
  readonly commit: string;
  readonly repo: string | null;
}

/** Body of a review: counts, findings without a place in the diff, fixed findings. At most 60,000 characters. */
export function reviewBody(summary: ReviewSummary): { readonly text: string; readonly cut: number } {
  const words = WORDS[summary.mode];
  const fallback = [...summary.unanchored, ...summary.overLimit];
  const head = [
    `<!-- securescan:${summary.mode}-review -->`,
    `## ${words.heading}`,
    '',
    '| Change | Count |',
    '|---|---:|',
    `| ${words.added} | ${summary.addedCount} |`,
    `| ${words.removed} | ${summary.removed.length} |`,
    `| Inline comments | ${summary.commentCount} |`,
    `| Body fallback | ${fallback.length} |`,
  ];
  const lines = [
    ...bySeverity('Findings without inline anchor', summary.unanchored, summary.repo),
    ...bySeverity('Findings over the limit of inline comments', summary.overLimit, summary.repo),
    ...removedSection(words.removed, summary),
    ...(summary.gaps.length === 0 ? [] : ['', '### Not looked at', '', ...summary.gaps]),
  ];
  const headText = `${head.join('\n')}\n`;
  const { kept, dropped } = takeWhole(lines, MAX_BODY_LENGTH - headText.length - 100);
  const rest = dropped === 0 ? '' : `\n… and ${dropped} more lines; \`securescan ${summary.mode}\` shows all.\n`;
  return { text: headText + kept.map((line) => `${line}\n`).join('') + rest, cut: dropped };
}

function bySeverity(heading: string, findings: readonly Finding[], repo: string | null): string[] {
  if (findings.length === 0) return [];
  return [
    '',
    `### ${heading} (${findings.length})`,
    ...SEVERITIES.flatMap((severity) => {
      const hits = findings.filter((finding) => finding.severity === severity);
      if (hits.length === 0) return [];
      const title = `#### ${severity.charAt(0).toUpperCase()}${severity.slice(1)} (${hits.length})`;
      return ['', title, ''].concat(hits.map((finding) => bullet(finding, repo)));
    }),
  ];
}

function bullet(finding: Finding, repo: string | null): string {
  const description = escapeMarkdown(firstSentence(finding.description, 200));
  return `${bulletHead(finding, repo)}${description === '' ? '' : `\n  ${description}`}`;
}

function bulletHead(finding: Finding, repo: string | null): string {
  const place = rangeOf(finding);
  return `- **${linkedTitle(finding, repo)}** (${escapeMarkdown(finding.scanner)})${place === '' ? '' : ` ${codeSpan(place)}`}`;
}

function removedSection(heading: string, { removed, commit, repo }: ReviewSummary): string[] {
  if (removed.length === 0) return [];
  const fixed = removed.map((finding) => `${bulletHead(finding, repo)} -- Fixed in ${codeSpan(commit.slice(0, 7))}`);
  return ['', `### ${heading} (${removed.length})`, '', ...fixed];
}
