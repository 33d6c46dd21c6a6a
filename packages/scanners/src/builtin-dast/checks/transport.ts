import type { HttpResponse } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import { toRuleFinding } from '../finding.ts';
import { toPage, type Page } from '../page.ts';

const EXPIRY_WARNING_MS = 14 * 24 * 60 * 60 * 1000;
const OLD_PROTOCOLS = new Set(['SSLv3', 'TLSv1', 'TLSv1.1']);

/** Certificate, protocol and redirects of the whole chain. */
export function checkTransport(targetUrl: string, hops: readonly HttpResponse[], now: Date): readonly RawFinding[] {
  const findings = hops.flatMap((hop, index) => {
    const page = toPage(targetUrl, hop);
    const next = hops[index + 1];
    return [...checkTls(page, now), ...(next ? checkDowngrade(page, new URL(next.url)) : [])];
  });
  const last = hops.at(-1);
  if (last !== undefined && new URL(last.url).protocol === 'http:') {
    findings.push(
      toRuleFinding(toPage(targetUrl, last), {
        rule: 'no-https',
        subject: 'transport',
        metadata: {},
      }),
    );
  }
  return unique(findings);
}

function checkTls(page: Page, now: Date): readonly RawFinding[] {
  const { tls } = page.response;
  if (tls === null) return [];
  const findings: RawFinding[] = [];
  const common = { subject: `tls:${page.url.host}`, metadata: { certificate: tls.subject ?? '' } };
  if (!tls.authorized) {
    findings.push(
      toRuleFinding(page, {
        ...common,
        rule: 'tls-certificate-invalid',
        description: `The certificate of ${page.url.host} is not trusted: ${tls.error ?? 'unknown reason'}.`,
      }),
    );
  }
  const validTo = tls.validTo === null ? Number.NaN : Date.parse(tls.validTo);
  const leftMs = validTo - now.getTime();
  if (tls.authorized && leftMs < EXPIRY_WARNING_MS) {
    findings.push(
      toRuleFinding(page, {
        ...common,
        rule: 'tls-certificate-expiring',
        description: `The certificate of ${page.url.host} is valid until ${tls.validTo ?? ''}.`,
      }),
    );
  }
  if (tls.protocol !== null && OLD_PROTOCOLS.has(tls.protocol)) {
    findings.push(
      toRuleFinding(page, {
        ...common,
        rule: 'tls-protocol-old',
        title: `Outdated TLS protocol: ${tls.protocol}`,
        description: `${page.url.host} agreed on ${tls.protocol}, which has known weaknesses.`,
      }),
    );
  }
  return findings;
}

function checkDowngrade(page: Page, next: URL): readonly RawFinding[] {
  if (page.url.protocol !== 'https:' || next.protocol !== 'http:') return [];
  return [
    toRuleFinding(page, {
      rule: 'redirect-downgrade',
      description: `The answer sends clients on to ${next.origin}, without encryption.`,
      subject: 'redirect',
      metadata: { location: next.href },
    }),
  ];
}

/** Judges the answer that the site gives on plain HTTP; called for targets with https on the usual port. */
export function checkPlainAnswer(
  targetUrl: string,
  response: HttpResponse,
  redirect: string | null,
): readonly RawFinding[] {
  if (response.status >= 400 || redirect?.startsWith('https:') === true) return [];
  return [
    toRuleFinding(toPage(targetUrl, response), {
      rule: 'http-not-redirected',
      subject: 'transport',
      metadata: {},
    }),
  ];
}

/** Hops to one host tell the same of its certificate. */
function unique(findings: readonly RawFinding[]): readonly RawFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ ruleId, identity, metadata }) => {
    const key =
      ruleId?.startsWith('tls-') === true
        ? JSON.stringify([ruleId, identity?.split(' ').at(-1), metadata])
        : JSON.stringify([ruleId, identity]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
