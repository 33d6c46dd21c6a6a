import { SecureScanError, severityRank, type ChangeReport } from '@securescan/model';
import { viewChange } from '../finding/change-view.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { RenderOptions, Renderer, Rendering, ReviewOptions } from '../renderer.ts';
import { describeGap, findGaps } from '../scanner-gaps.ts';
import { anchorFindings, type AnchoredGroup } from './anchor.ts';
import { reviewBody } from './body.ts';
import { commentBody, coordinatesOf, createMarkers } from './comment.ts';
import { parseDiffPositions } from './diff-positions.ts';

/** More comments than this are noise, and GitHub slows a review with many down. */
const MAX_COMMENTS = 50;

const NO_DIFF: ReviewOptions = { event: 'COMMENT', diff: '', reviewCoordinates: 'line', suggestions: true };

/** The request body of a pull request review: comments on lines of the diff, the rest in the body. */
export const githubReview = {
  id: 'github-review',
  description: 'JSON for a pull request review with inline comments',
  contentType: 'application/json; charset=utf-8',
  extension: 'json',
  binary: false,
  renderChange,
} as const satisfies Renderer;

/** Suppressed findings never get a comment: to mention them is what the suppression is there to prevent. */
function renderChange(report: ChangeReport, options: RenderOptions): Rendering {
  const review = options.review ?? NO_DIFF;
  const commit = options.sha ?? report.headSha;
  if (commit === null) {
    throw new SecureScanError('E_ARGUMENT', 'github-review needs the commit to comment on; give it with --sha.');
  }
  const view = viewChange(report, { showSuppressed: false });
  const { added } = view;
  const { groups, rest } = anchorFindings(added, parseDiffPositions(review.diff), review.reviewCoordinates === 'line');
  const inline = mostSevere(groups);
  const markerFor = createMarkers();
  const comments = inline.map((group) => {
    const [first] = group.findings;
    const marker = first === undefined ? null : markerFor(first);
    return {
      body: commentBody(group, marker, options.repo, review),
      path: group.path,
      ...coordinatesOf(group, review),
    };
  });
  const body = reviewBody({
    mode: report.mode,
    addedCount: added.length,
    commentCount: comments.length,
    overLimit: groups.filter((group) => !inline.includes(group)).flatMap((group) => group.findings),
    unanchored: rest,
    removed: view.removed,
    gaps: [...findGaps(report.scanners).map(describeGap), ...report.notices].map((text) => `- ${escapeMarkdown(text)}`),
    commit,
    repo: options.repo,
  });
  const payload = { body: body.text, comments: comments.map(sortKeys), commit_id: commit, event: review.event };
  const notices =
    body.cut === 0 ? [] : [`github-review: ${body.cut} lines do not fit into the body and are only counted.`];
  return { parts: [{ suffix: '', content: JSON.stringify(payload, null, 2) }], notices };
}

/** At most the limit of groups, those with the most severe findings; in the order given. */
function mostSevere(groups: readonly AnchoredGroup[]): readonly AnchoredGroup[] {
  if (groups.length <= MAX_COMMENTS) return groups;
  const rank = (group: AnchoredGroup) => Math.max(...group.findings.map((finding) => severityRank(finding.severity)));
  const chosen = new Set(groups.toSorted((a, b) => rank(b) - rank(a)).slice(0, MAX_COMMENTS));
  return groups.filter((group) => chosen.has(group));
}

function sortKeys(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
