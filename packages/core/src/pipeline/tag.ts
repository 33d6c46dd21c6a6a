import type { Finding } from '@securescan/model';
import { createTagger } from '../compliance/tagging.ts';
import type { ComplianceMatch } from '../compliance/tagging.ts';

/** Sets compliance tags anew, and in `metadata.compliance_why` what each of them comes from. */
export function tag(findings: readonly Finding[]): Finding[] {
  const findMatches = createTagger();
  const seen = new Map<readonly ComplianceMatch[], Pick<Finding, 'complianceTags'> & { why: Record<string, string> }>();
  return findings.map((finding) => {
    const matches = findMatches(finding);
    const hadWhy = 'compliance_why' in finding.metadata;
    if (matches.length === 0) {
      if (!hadWhy && finding.complianceTags.length === 0) return finding;
      const { compliance_why: _, ...metadata } = finding.metadata;
      return { ...finding, metadata, complianceTags: [] };
    }
    let shared = seen.get(matches);
    if (shared === undefined) {
      shared = {
        complianceTags: matches.map(({ tag: id }) => id),
        why: Object.fromEntries(matches.map(({ tag: id, why }) => [id, why])),
      };
      seen.set(matches, shared);
    }
    return {
      ...finding,
      complianceTags: shared.complianceTags,
      metadata: { ...finding.metadata, compliance_why: shared.why },
    };
  });
}
