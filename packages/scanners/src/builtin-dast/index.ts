import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import { SecureScanError, type RawFinding } from '@securescan/model';
import { checkHeaders } from './check-page.ts';
import { checkCookies } from './checks/cookies.ts';
import { checkCrossOrigin, FOREIGN_ORIGIN } from './checks/cross-origin.ts';
import { checkDirectoryListing, checkExposedFile, EXPOSED_PATHS } from './checks/exposed-files.ts';
import { checkPlainAnswer, checkTransport } from './checks/transport.ts';
import { createFetcher, fetchChain, findRedirect, type Fetcher } from './fetch-chain.ts';
import { toPage } from './page.ts';

/** Looks at one URL and a fixed handful of others of its origin; sends nothing but plain GET requests. */
export const builtinDast = defineScanner({
  id: 'builtin_dast',
  scanType: 'dast',
  description: 'Looks at the answers of a web application: headers, cookies, encryption, exposed files.',
  checks: [
    'security headers',
    'cookies',
    'cross-origin access',
    'TLS',
    'redirects',
    'exposed files',
    'directory listing',
  ],
  targets: ['url'],
  tool: null,
  expectedSeconds: 3,
  run,
});

async function run(context: ScannerContext): Promise<ScannerReport> {
  const { target, clock } = context;
  if (target.kind !== 'url')
    throw new SecureScanError('E_TARGET_KIND', 'builtin_dast looks at URLs; give one that starts with http.');
  const fetcher = createFetcher(context);
  const { hops, cut } = await fetchChain(fetcher, target.url);
  const last = hops.at(-1);
  if (last === undefined) throw new SecureScanError('E_NETWORK', `${target.url} gave no answer.`);
  const page = toPage(target.url, last);
  const findings: RawFinding[] = [
    ...checkHeaders(page),
    // Cookies are set on the way as well.
    ...hops.slice(0, -1).flatMap((hop) => checkCookies(toPage(target.url, hop))),
    ...checkTransport(target.url, hops, clock.now()),
    ...checkDirectoryListing(page),
  ];
  const probes = await runProbes(fetcher, target.url, page.url);
  return {
    findings: [...findings, ...probes.findings],
    notes: [...probes.notes, ...(last.status >= 500 ? [`${page.url.href} answered ${last.status}`] : [])],
    incomplete: cut ?? probes.incomplete,
  };
}

interface Probes {
  readonly findings: readonly RawFinding[];
  readonly notes: readonly string[];
  readonly incomplete: string | null;
}

/** The further requests. One that fails is noted; the rest goes on. */
async function runProbes(fetcher: Fetcher, targetUrl: string, url: URL): Promise<Probes> {
  const findings: RawFinding[] = [];
  const notes: string[] = [];
  const probes: (readonly [what: string, probe: () => Promise<readonly RawFinding[]>])[] = [
    [
      `${url.href} from another origin`,
      async () => checkCrossOrigin(toPage(targetUrl, await fetcher.get(url.href, { origin: FOREIGN_ORIGIN }))),
    ],
    ...EXPOSED_PATHS.map(
      (path) =>
        [
          `${url.origin}${path}`,
          async () => checkExposedFile(targetUrl, path, await fetcher.get(`${url.origin}${path}`)),
        ] as const,
    ),
  ];
  for (const [what, probe] of probes) {
    try {
      findings.push(...(await probe()));
    } catch (error) {
      if (!(error instanceof SecureScanError) || error.code === 'E_CANCELLED') throw error;
      if (error.code === 'E_TOOL_TIMEOUT') return { findings, notes, incomplete: error.message };
      notes.push(`${what} was not looked at: ${error.message}`);
    }
  }
  findings.push(...(await probePlainHttp(fetcher, targetUrl, url)));
  return { findings, notes, incomplete: null };
}

/** Whether a site with https on the usual port answers on plain HTTP too; that nothing listens there is fine. */
async function probePlainHttp(fetcher: Fetcher, targetUrl: string, url: URL): Promise<readonly RawFinding[]> {
  if (url.protocol !== 'https:' || url.port !== '') return [];
  try {
    const response = await fetcher.get(`http://${url.hostname}${url.pathname}`);
    return checkPlainAnswer(targetUrl, response, findRedirect(response));
  } catch (error) {
    if (error instanceof SecureScanError && error.code !== 'E_CANCELLED') return [];
    throw error;
  }
}
