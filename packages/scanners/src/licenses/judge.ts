import type { RawFinding, Severity } from '@securescan/model';
import { applyPolicy, classifyLicence, isCopyleft, type LicencePolicy, normaliseLicence } from '@securescan/inventory';
import { type Subject, toLabel } from './subject.ts';

interface Verdict {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly remediation: string;
}

/** Where the finding points, beside the package itself. */
export interface Place {
  readonly path: string;
  readonly line: number | null;
}

/** The finding about a package, or null when its licence is fine or nothing can be said. */
export function judgeSubject(subject: Subject, policy: LicencePolicy, place: Place): RawFinding | null {
  if (subject.evidence.kind === 'unseen') return null;
  const text = subject.evidence.kind === 'declared' ? subject.evidence.text : null;
  const verdict = findVerdict(subject, text, policy);
  return verdict === null ? null : toRawFinding(subject, { text, verdict, place });
}

function findVerdict(subject: Subject, text: string | null, policy: LicencePolicy): Verdict | null {
  const label = toLabel(subject);
  const shown = text === null ? 'none declared' : normaliseLicence(text);
  const outcome = applyPolicy(text, policy);
  switch (outcome.status) {
    case 'allowed':
      return null;
    case 'denied':
      return {
        rule: 'licenses/denied',
        severity: 'high',
        title: `Denied license: ${label} (${shown})`,
        description: `The licence of ${label} is on the project's deny-list (“${outcome.entry}”).`,
        remediation: `Replace ${subject.name}, or take “${outcome.entry}” off licenses.deny in .securescan.yml.`,
      };
    case 'not-allowed':
      return {
        rule: 'licenses/not-allowed',
        severity: 'medium',
        title: `License not on the allow-list: ${label} (${shown})`,
        description: `The project allows certain licences only, and that of ${label} is not among them.`,
        remediation: `Replace ${subject.name}, or add its licence to licenses.allow in .securescan.yml.`,
      };
    case 'open':
      return findVerdictByCategory(subject, text);
    default:
      return outcome satisfies never;
  }
}

function findVerdictByCategory(subject: Subject, text: string | null): Verdict | null {
  const label = toLabel(subject);
  const { category } = classifyLicence(text);
  const shown = text === null ? '' : normaliseLicence(text);
  if (text === null || category === 'unknown') {
    return {
      rule: 'licenses/unknown',
      severity: 'low',
      title: `Unknown license: ${label}`,
      description:
        text === null
          ? `The metadata of ${label} names no licence. Without one nobody may use it.`
          : `The metadata of ${label} gives “${shown}” as its licence, which is no licence that is known.`,
      remediation: `Ask the authors of ${subject.name} for its licence, or replace it.`,
    };
  }
  // What only helps to develop is not handed on with the product.
  const severity = subject.scope === 'development' ? 'low' : 'medium';
  if (isCopyleft(text)) {
    return {
      rule: subject.ecosystem === 'npm' ? 'licenses/copyleft-npm' : 'licenses/copyleft',
      severity,
      title: `Copyleft license: ${label} (${shown})`,
      description: `${label} is under ${shown} (${category}). Whoever hands on a work that contains it${
        category === 'network-copyleft' ? ', or offers it over a network,' : ''
      } has to meet its conditions, which may include giving out source code.`,
      remediation: `Check with whoever is responsible for licences; replace ${subject.name} if its conditions cannot be met.`,
    };
  }
  if (category === 'non-commercial' || category === 'proprietary') {
    return {
      rule: 'licenses/restricted',
      severity,
      title: `Restricted license: ${label} (${shown})`,
      description: `${label} is under ${shown} (${category}), which does not allow every use.`,
      remediation: `Check that your use is covered; buy a licence for ${subject.name} or replace it otherwise.`,
    };
  }
  return null;
}

function toRawFinding(
  subject: Subject,
  { text, verdict, place }: { readonly text: string | null; readonly verdict: Verdict; readonly place: Place },
): RawFinding {
  const { category, ids } = classifyLicence(text);
  return {
    severity: verdict.severity,
    title: verdict.title,
    description: verdict.description,
    path: place.path,
    lineStart: place.line,
    lineEnd: place.line,
    ruleId: verdict.rule,
    remediation: verdict.remediation,
    identity: subject.purl,
    metadata: {
      package: subject.name,
      ...(subject.version === null ? {} : { installed_version: subject.version }),
      ecosystem: subject.ecosystem,
      purl: subject.purl,
      license: text === null ? null : normaliseLicence(text),
      license_ids: [...ids],
      license_category: category,
      license_source: subject.evidence.kind === 'unseen' ? null : subject.evidence.source,
      scope: subject.scope,
      direct: subject.direct,
      required_by: [...subject.requiredBy],
      sources: [...subject.sources],
    },
  };
}
