import { hasValidTokenChecksum } from '../checksum.ts';
import { specific } from '../rule.ts';
import { noise, sample } from '../samples.ts';

const DOCS =
  'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github';
const short = sample('_', noise('alnum', 20));
const full = sample('_', noise('alnum', 36));

/** GitHub. All but the fine-grained tokens end in a CRC-32 of the rest. */
export const githubRules = [
  specific({
    id: 'github-token',
    name: 'GitHub Token',
    severity: 'critical',
    keywords: ['ghp_', 'ghs_'],
    pattern: /gh[ps]_[A-Za-z0-9_]{36,255}/y,
    verify: hasValidTokenChecksum,
    docs: DOCS,
    mustMatch: [sample('gh', 'p', full), sample('gh', 's', full)],
    mustNotMatch: [sample('gh', 'p', short), sample('xgh', 'p', full)],
  }),
  specific({
    id: 'github-oauth-token',
    name: 'GitHub OAuth Token',
    severity: 'critical',
    keywords: ['gho_'],
    pattern: /gho_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y,
    verify: hasValidTokenChecksum,
    docs: DOCS,
    mustMatch: [sample('gh', 'o', full)],
    mustNotMatch: [sample('gh', 'o', short)],
  }),
  specific({
    id: 'github-user-token',
    name: 'GitHub App User Token',
    severity: 'critical',
    keywords: ['ghu_'],
    pattern: /ghu_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y,
    verify: hasValidTokenChecksum,
    docs: DOCS,
    mustMatch: [sample('gh', 'u', full)],
    mustNotMatch: [sample('gh', 'u', short)],
  }),
  specific({
    id: 'github-refresh-token',
    name: 'GitHub Refresh Token',
    severity: 'critical',
    keywords: ['ghr_'],
    pattern: /ghr_[A-Za-z0-9]{36,76}(?![A-Za-z0-9])/y,
    docs: DOCS,
    mustMatch: [sample('gh', 'r_', noise('alnum', 76))],
    mustNotMatch: [sample('gh', 'r', short)],
  }),
  specific({
    id: 'github-fine-grained-token',
    name: 'GitHub Fine-grained Token',
    severity: 'critical',
    keywords: ['github_pat_'],
    pattern: /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9])/y,
    docs: DOCS,
    mustMatch: [sample('github', '_pat_', noise('alnum', 22), '_', noise('alnum', 59))],
    mustNotMatch: [sample('github', '_pat_', noise('alnum', 36))],
  }),
] as const;
