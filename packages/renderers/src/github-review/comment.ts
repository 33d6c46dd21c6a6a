import type { Finding } from '@securescan/model';
import { isCredentialFinding } from '../finding/credential.ts';
import { cweUrl } from '../finding/cwe.ts';
import { severityNote } from '../finding/severity-note.ts';
import { firstSentence, shorten } from '../first-sentence.ts';
import { titleOf } from '../github/describe.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { ReviewOptions } from '../renderer.ts';
import type { AnchoredGroup } from './anchor.ts';
import { commentPrefixOf } from './comment-prefix.ts';
import { fingerprintPrefix, markerOf } from './marker.ts';
import { ignoreHint, ignoredRulesBlock, severityPinsFor, suggestionForRules } from './suggestion.ts';

const DESCRIPTION_LIMIT = 200;
/** Remediation is not shortened, but a tool may send a book. */
const REMEDIATION_LIMIT = 8000;

/** The title, linked to MITRE's page when the repository is known and the weakness has one. */
export function linkedTitle(finding: Finding, repo: string | null): string {
  const title = `${titleOf(finding)}${severityNote(finding)}`;
  const url = repo === null || repo === '' ? null : cweUrl(finding.cwe);
  return url === null ? title : `[${title}](${url})`;
}

function findingBlocks(finding: Finding, repo: string | null): string[] {
  const description = escapeMarkdown(firstSentence(finding.description, DESCRIPTION_LIMIT));
  const remediation = escapeMarkdown(shorten(finding.remediation ?? '', REMEDIATION_LIMIT));
  return [
    `**${finding.severity.toUpperCase()}: ${escapeMarkdown(finding.scanner)}** — ${linkedTitle(finding, repo)}`,
    ...(description === '' ? [] : [description]),
    ...(remediation === '' ? [] : [`_Remediation:_ ${remediation}`]),
  ];
}

function actionBlocks(group: AnchoredGroup): string[] {
  const ruleIds = [...new Set(group.findings.flatMap((finding) => finding.ruleId ?? []))];
  const [first] = group.findings;
  const whole = first === undefined ? null : suggestionForRules(first, ruleIds, group.texts);
  // A suggestion repeats the lines it is about, and a comment outlives the commit that takes a credential out.
  const hidesLines = whole !== null && group.findings.some(isCredentialFinding);
  const suggestion = hidesLines ? ignoreHint(group.path, ruleIds) : whole;
  const ignore = suggestion ?? (commentPrefixOf(group.path) === null ? ignoredRulesBlock(ruleIds) : null);
  return [ignore, severityPinsFor(group.findings)].flatMap((block) => (block === null ? [] : [block.trimEnd()]));
}

/** Hands out markers; findings of one prefix get ordinals in the order of the calls. */
export function createMarkers(): (finding: Finding) => string | null {
  const seen = new Map<string, number>();
  return (finding) => {
    if (finding.fingerprint === '') return null;
    const prefix = fingerprintPrefix(finding.fingerprint);
    const ordinal = (seen.get(prefix) ?? 0) + 1;
    seen.set(prefix, ordinal);
    return markerOf(prefix, ordinal);
  };
}

/** Body of one review comment: a block per finding, what to commit to silence them, and the marker of the first. */
export function commentBody(
  group: AnchoredGroup,
  marker: string | null,
  repo: string | null,
  review: ReviewOptions,
): string {
  return [
    ...group.findings.flatMap((finding) => findingBlocks(finding, repo)),
    ...(review.suggestions ? actionBlocks(group) : []),
    ...(marker === null ? [] : [marker]),
  ].join('\n\n');
}

/** Where a comment is attached, in the chosen coordinates. */
export function coordinatesOf(group: AnchoredGroup, review: ReviewOptions) {
  if (review.reviewCoordinates === 'position') return { position: group.position };
  if (group.endLine === group.line) return { line: group.line, side: 'RIGHT' };
  return { line: group.endLine, side: 'RIGHT', start_line: group.line, start_side: 'RIGHT' };
}
