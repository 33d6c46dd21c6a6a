import type { HttpResponse } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import { toRuleFinding } from '../finding.ts';
import { toPage, type Page } from '../page.ts';
import type { PageRuleId } from '../rules.ts';

interface ExposedFile {
  readonly path: string;
  readonly rule: PageRuleId;
  /** True when the answer is what it would be, and not a page that answers to everything. */
  matches(body: string): boolean;
}

/** The whole list of what is asked for beside the target itself: one GET each. */
const EXPOSED_FILES: readonly ExposedFile[] = [
  {
    path: '/.git/HEAD',
    rule: 'exposed-git',
    matches: (body) => /^(?:ref: refs\/\S+|[0-9a-f]{40}(?:[0-9a-f]{24})?)\s*$/.test(body),
  },
  {
    path: '/.svn/entries',
    rule: 'exposed-svn',
    matches: (body) => /^(?:8|9|10|12)\r?\n/.test(body),
  },
  {
    path: '/.env',
    rule: 'exposed-env',
    matches: (body) => !/<\w/.test(body) && /^[ \t]*(?:export[ \t]+)?[A-Z][A-Z0-9_]{2,}[ \t]*=/m.test(body),
  },
  {
    path: '/server-status',
    rule: 'exposed-server-status',
    matches: (body) => /<title>\s*Apache Status\s*<\/title>/i.test(body),
  },
  {
    path: '/phpinfo.php',
    rule: 'exposed-phpinfo',
    matches: (body) => /<title>[^<]*phpinfo\(\)<\/title>/i.test(body),
  },
];

/** Paths to ask for, below the target's origin. */
export const EXPOSED_PATHS: readonly string[] = EXPOSED_FILES.map(({ path }) => path);

/** Judges the answer to one of EXPOSED_PATHS. Only the right content counts, never the status alone. */
export function checkExposedFile(targetUrl: string, path: string, response: HttpResponse): readonly RawFinding[] {
  const file = EXPOSED_FILES.find((candidate) => candidate.path === path);
  if (file === undefined || response.status !== 200 || !file.matches(response.body)) return [];
  return [toRuleFinding(toPage(targetUrl, response), { rule: file.rule, subject: 'exposed', metadata: { path } })];
}

/** A page that lists the files of a directory. */
export function checkDirectoryListing(page: Page): readonly RawFinding[] {
  if (!/<title>\s*(?:Index of \/|Directory listing for \/)/i.test(page.response.body)) return [];
  return [toRuleFinding(page, { rule: 'directory-listing', subject: 'listing', metadata: {} })];
}
