import { judge, type LicenceVerdict } from './classify-licence.ts';
import { isSameLicence, type Licence, parseLicence } from './parse-licence.ts';

/** Lists of a project: SPDX identifiers or categories (`strong-copyleft`). */
export interface LicencePolicy {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

/** What a policy says of a licence. */
export type PolicyVerdict =
  | { readonly status: 'denied' | 'allowed'; readonly entry: string }
  /** There is an allow-list, and the licence is not on it. */
  | { readonly status: 'not-allowed' }
  /** The policy says nothing; the category decides. */
  | { readonly status: 'open'; readonly category: LicenceVerdict['category'] };

function findEntry(licence: Extract<Licence, { kind: 'licence' }>, list: readonly string[]): string | null {
  const category = judge(licence);
  const name = licence.exception === null ? licence.id : `${licence.id} WITH ${licence.exception}`;
  return (
    list.find(
      (entry) =>
        entry.toLowerCase() === category ||
        entry.toLowerCase() === name.toLowerCase() ||
        (licence.exception === null && isSameLicence(licence.id, entry)),
    ) ?? null
  );
}

const WORST = ['allowed', 'open', 'not-allowed', 'denied'] as const;

/**
 * Holds a licence against a policy: of an `OR` the choice with the better verdict counts, of an `AND` the worse one. An entry
 * of the deny-list wins over one of the allow-list.
 */
export function applyPolicy(text: string | null, policy: LicencePolicy): PolicyVerdict {
  const licence = text === null ? null : parseLicence(text);
  if (licence === null) {
    const isListed = (list: readonly string[]) => list.find((entry) => entry.toLowerCase() === 'unknown') ?? null;
    return decide(isListed(policy.deny), isListed(policy.allow), { policy, category: 'unknown' });
  }
  return judgeByPolicy(licence, policy);
}

function judgeByPolicy(licence: Licence, policy: LicencePolicy): PolicyVerdict {
  if (licence.kind === 'licence') {
    return decide(findEntry(licence, policy.deny), findEntry(licence, policy.allow), {
      policy,
      category: judge(licence),
    });
  }
  const left = judgeByPolicy(licence.left, policy);
  const right = judgeByPolicy(licence.right, policy);
  if (left.status === 'open' && right.status === 'open') return { status: 'open', category: judge(licence) };
  const isLeftWorse = WORST.indexOf(left.status) >= WORST.indexOf(right.status);
  return isLeftWorse === (licence.kind === 'and') ? left : right;
}

function decide(
  denied: string | null,
  allowed: string | null,
  { policy, category }: { readonly policy: LicencePolicy; readonly category: LicenceVerdict['category'] },
): PolicyVerdict {
  if (denied !== null) return { status: 'denied', entry: denied };
  if (allowed !== null) return { status: 'allowed', entry: allowed };
  // Where nobody knows the licence, that is the news; “not on the list” would hide it.
  if (policy.allow.length > 0 && category !== 'unknown') return { status: 'not-allowed' };
  return { status: 'open', category };
}
