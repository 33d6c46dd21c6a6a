import type { ChangeReport, ScanResult } from '@securescan/model';
import { everythingNew, keptOf, viewChange } from '../finding/change-view.ts';
import type { LinkBase } from '../markdown.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { RenderOptions, Renderer, Rendering } from '../renderer.ts';
import { describeGap, findGaps } from '../scanner-gaps.ts';
import { CHANGE_WORDS } from '../wording.ts';
import { countNew, writeComment, type CommentWords } from './comment.ts';

/** The one comment that is kept up to date on a pull request. */
export const githubPrComment = {
  id: 'github-pr-comment',
  description: 'Markdown for one comment on a pull request',
  contentType: 'text/markdown; charset=utf-8',
  extension: 'md',
  binary: false,
  renderScan,
  renderChange,
} as const satisfies Renderer;

function gapItems(report: Pick<ScanResult, 'scanners' | 'notices'>): string[] {
  return [...findGaps(report.scanners).map(describeGap), ...report.notices].map((text) => `- ${escapeMarkdown(text)}`);
}

/** A scan has no older side, so all its findings stand in the table and nothing is said of fixed or unchanged ones. */
function renderScan(result: ScanResult, options: RenderOptions): Rendering {
  const report = { ...everythingNew(result.findings), scanners: result.scanners, notices: result.notices };
  const view = viewChange(report, options);
  const words: CommentWords = {
    mode: 'diff',
    heading: 'SecureScan scan',
    counts: countNew(keptOf(view.added), 'finding'),
    nothing: 'No findings.',
    command: 'scan',
    removed: '',
  };
  return writeComment(view, words, gapItems(report), { head: options, base: options }, options);
}

function renderChange(report: ChangeReport, options: RenderOptions): Rendering {
  const view = viewChange(report, options);
  const words = CHANGE_WORDS[report.mode];
  const removed = keptOf(view.removed).length;
  const unchanged = keptOf(view.unchanged).length;
  const added = keptOf(view.added);
  const first = report.mode === 'diff' ? countNew(added, 'new finding') : `${added.length} ${words.headline.added}`;
  const base: LinkBase = { repo: options.repo, sha: report.baseSha, serverUrl: options.serverUrl };
  return writeComment(
    view,
    {
      mode: report.mode,
      heading: `SecureScan ${report.mode}`,
      counts: `${first} · ${removed} ${words.headline.removed} · ${unchanged} ${words.headline.unchanged}`,
      nothing: words.nothing,
      command: report.mode,
      removed: words.headline.removed,
    },
    gapItems(report),
    { head: options, base },
    options,
  );
}
