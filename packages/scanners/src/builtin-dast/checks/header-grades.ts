import { gradeContentSecurityPolicy } from './content-security-policy.ts';
import type { HeaderWeakness } from './header-weakness.ts';

/** Half a year, the least that browsers' preload lists and common guidance ask for. */
const MIN_HSTS_SECONDS = 15_552_000;
const REFERRER_POLICIES = new Set([
  'no-referrer',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
  'origin',
  'origin-when-cross-origin',
  'no-referrer-when-downgrade',
  'unsafe-url',
]);
const LEAKING_REFERRER_POLICIES = new Set(['unsafe-url', 'no-referrer-when-downgrade']);

/** Judges a header's value; null when it does what it is for. */
export type HeaderGrade = (value: string) => HeaderWeakness | null;

/** @see https://www.rfc-editor.org/rfc/rfc6797 */
function gradeHsts(value: string): HeaderWeakness | null {
  const maxAge = /(?:^|;)\s*max-age\s*=\s*"?(\d+)"?\s*(?:;|$)/i.exec(value)?.[1];
  if (maxAge === undefined) return { severity: 'medium', reason: 'it has no valid max-age, so browsers ignore it' };
  if (Number(maxAge) === 0) return { severity: 'medium', reason: 'max-age=0 switches it off' };
  if (Number(maxAge) < MIN_HSTS_SECONDS) {
    return { severity: 'low', reason: `max-age=${maxAge} is less than half a year (${MIN_HSTS_SECONDS})` };
  }
  return null;
}

function gradeContentTypeOptions(value: string): HeaderWeakness | null {
  return value.trim().toLowerCase() === 'nosniff'
    ? null
    : { severity: 'medium', reason: 'only the value nosniff has an effect' };
}

function gradeFrameOptions(value: string): HeaderWeakness | null {
  return ['deny', 'sameorigin'].includes(value.trim().toLowerCase())
    ? null
    : { severity: 'medium', reason: 'browsers know only DENY and SAMEORIGIN' };
}

/** The last policy that a browser knows counts. @see https://www.w3.org/TR/referrer-policy/ */
function gradeReferrerPolicy(value: string): HeaderWeakness | null {
  const known = value
    .split(',')
    .map((policy) => policy.trim().toLowerCase())
    .filter((policy) => REFERRER_POLICIES.has(policy));
  const effective = known.at(-1);
  if (effective === undefined) return { severity: 'low', reason: 'it holds no policy that browsers know' };
  return LEAKING_REFERRER_POLICIES.has(effective)
    ? { severity: 'low', reason: `${effective} sends whole addresses to other sites` }
    : null;
}

/** @see https://www.w3.org/TR/permissions-policy/ */
function gradePermissionsPolicy(value: string): HeaderWeakness | null {
  return value.trim() === '' ? { severity: 'low', reason: 'it is empty, so every feature stays on' } : null;
}

/** Grades by lower-case header name, in the order in which headers are reported. */
export const HEADER_GRADES: Readonly<Record<string, HeaderGrade>> = {
  'strict-transport-security': gradeHsts,
  'content-security-policy': gradeContentSecurityPolicy,
  'x-content-type-options': gradeContentTypeOptions,
  'x-frame-options': gradeFrameOptions,
  'referrer-policy': gradeReferrerPolicy,
  'permissions-policy': gradePermissionsPolicy,
};
