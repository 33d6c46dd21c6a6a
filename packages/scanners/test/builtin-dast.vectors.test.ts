import type { HttpResponse } from '@securescan/core';
import { testVectors } from '@securescan/testkit';
import { checkHeaders } from '../src/builtin-dast/check-page.ts';
import { toPage } from '../src/builtin-dast/page.ts';

interface Input {
  readonly url: string | null;
  readonly headers: readonly (readonly [string, string])[];
}

function toResponse(url: string, headers: Input['headers']): HttpResponse {
  const isCookie = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'set-cookie';
  return {
    url,
    status: 200,
    headers: new Map(headers.filter((header) => !isCookie(header)).map(([name, value]) => [name.toLowerCase(), value])),
    setCookie: headers.filter(isCookie).map(([, value]) => value),
    body: '',
    truncated: false,
    tls: { authorized: true, error: null, protocol: 'TLSv1.3', validTo: null, subject: null },
  };
}

testVectors('scanner_builtin_dast', ({ url, headers }: Input) => {
  // Without a URL the scanner is not applicable, so nothing of it runs.
  if (url === null) return [];
  return checkHeaders(toPage(url, toResponse(url, headers))).map(({ ruleId, severity, title, metadata }) => ({
    rule_id: ruleId,
    severity,
    title,
    metadata,
  }));
});
