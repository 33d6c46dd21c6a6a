import type { JsonObject, RawFinding, Severity } from '@securescan/model';
import { placeOf, type Page } from './page.ts';
import { pageRules, type PageRuleId } from './rules.ts';

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

/** What a check of a rule in the table adds to it. */
export interface RuleObservation extends Partial<
  Pick<Observation, 'severity' | 'title' | 'description' | 'remediation'>
> {
  readonly rule: PageRuleId;
  readonly subject: string;
  readonly metadata: JsonObject;
}

/** A finding of a rule in the table. */
export function toRuleFinding(page: Page, { rule, ...observation }: RuleObservation): RawFinding {
  const { severity, title, description, remediation, cwe } = pageRules[rule];
  return toFinding(page, { ruleId: rule, severity, title, description, remediation, cwe, ...observation });
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
