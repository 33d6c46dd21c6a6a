import type { HttpResponse } from '@securescan/core';
import type { RawFinding, Severity } from '@securescan/model';
import { toFinding } from '../finding.ts';
import { toPage, type Page } from '../page.ts';

interface ExposedFile {
  readonly path: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly cwe: string;
  /** True when the answer is what it would be, and not a page that answers to everything. */
  matches(body: string): boolean;
}

/** The whole list of what is asked for beside the target itself: one GET each. */
const EXPOSED_FILES: readonly ExposedFile[] = [
  {
    path: '/.git/HEAD',
    rule: 'git',
    severity: 'high',
    title: 'Git repository is readable',
    description: 'The source code with its whole history can be downloaded.',
    cwe: 'CWE-527',
    matches: (body) => /^(?:ref: refs\/\S+|[0-9a-f]{40}(?:[0-9a-f]{24})?)\s*$/.test(body),
  },
  {
    path: '/.svn/entries',
    rule: 'svn',
    severity: 'high',
    title: 'Subversion directory is readable',
    description: 'File names and sources can be downloaded.',
    cwe: 'CWE-527',
    matches: (body) => /^(?:8|9|10|12)\r?\n/.test(body),
  },
  {
    path: '/.env',
    rule: 'env',
    severity: 'critical',
    title: 'Environment file is readable',
    description: 'Settings of the application, which often hold passwords and keys, can be downloaded.',
    cwe: 'CWE-538',
    matches: (body) => !/<\w/.test(body) && /^[ \t]*(?:export[ \t]+)?[A-Z][A-Z0-9_]{2,}[ \t]*=/m.test(body),
  },
  {
    path: '/server-status',
    rule: 'server-status',
    severity: 'medium',
    title: 'Server status page is readable',
    description: 'Addresses of visitors and the pages they ask for are shown to everybody.',
    cwe: 'CWE-200',
    matches: (body) => /<title>\s*Apache Status\s*<\/title>/i.test(body),
  },
  {
    path: '/phpinfo.php',
    rule: 'phpinfo',
    severity: 'medium',
    title: 'phpinfo page is readable',
    description: 'Versions, paths and settings of the server are shown to everybody.',
    cwe: 'CWE-200',
    matches: (body) => /<title>[^<]*phpinfo\(\)<\/title>/i.test(body),
  },
];

/** Paths to ask for, below the target's origin. */
export const EXPOSED_PATHS: readonly string[] = EXPOSED_FILES.map(({ path }) => path);

/** Judges the answer to one of EXPOSED_PATHS. Only the right content counts, never the status alone. */
export function checkExposedFile(targetUrl: string, path: string, response: HttpResponse): readonly RawFinding[] {
  const file = EXPOSED_FILES.find((candidate) => candidate.path === path);
  if (file === undefined || response.status !== 200 || !file.matches(response.body)) return [];
  const { rule, severity, title, description, cwe } = file;
  return [
    toFinding(toPage(targetUrl, response), {
      ruleId: `exposed-${rule}`,
      severity,
      title,
      description,
      remediation: `Do not serve ${path}; change every secret that it gave away.`,
      cwe,
      subject: 'exposed',
      metadata: { path },
    }),
  ];
}

/** A page that lists the files of a directory. */
export function checkDirectoryListing(page: Page): readonly RawFinding[] {
  if (!/<title>\s*(?:Index of \/|Directory listing for \/)/i.test(page.response.body)) return [];
  return [
    toFinding(page, {
      ruleId: 'directory-listing',
      severity: 'medium',
      title: 'Directory listing is on',
      description: 'Everybody sees which files are there, those too that no page links to.',
      remediation: 'Switch directory listings off.',
      cwe: 'CWE-548',
      subject: 'listing',
      metadata: {},
    }),
  ];
}
