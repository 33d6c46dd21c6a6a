import type { JsonObject, RawFinding, Severity } from '@securescan/model';
import { placeOf, type Page } from './page.ts';

/** What a check knows of a finding; the rest follows from the page. */
export interface Observation {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly remediation: string;
  readonly cwe: string;
  /** What tells it from others of the rule on the same page: a header, a cookie name, a path. */
  readonly subject: string;
  readonly metadata: JsonObject;
}

/** A finding of a page. Its identity is method, origin, path and subject, so the same problem of two sites stays two. */
export function toFinding(page: Page, observation: Observation): RawFinding {
  const { subject, metadata, ...rest } = observation;
  return {
    ...rest,
    confidence: 'high',
    identity: `GET ${placeOf(page)} ${subject}`,
    metadata: {
      target_url: page.targetUrl,
      ...metadata,
      ...(page.url.href === page.targetUrl ? {} : { url: page.url.href }),
    },
  };
}
