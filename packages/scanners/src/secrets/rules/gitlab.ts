import type { SecretRule } from '../rule.ts';
import { specific } from '../rule.ts';
import { noise, sample } from '../samples.ts';

const DOCS = 'https://docs.gitlab.com/security/tokens/#token-prefixes';

/** GitLab tokens differ in their prefix only; new ones are routable and longer. */
function gitlab(prefix: string, slug: string, name: string, severity: SecretRule['severity'] = 'critical'): SecretRule {
  return specific({
    id: `gitlab-${slug}`,
    name: `GitLab ${name}`,
    severity,
    keywords: [prefix],
    pattern: new RegExp(`${prefix}[\\w-]{20,64}(?:\\.[a-z0-9]{2,9}){0,3}(?![\\w-])`, 'y'),
    minEntropy: 3,
    docs: DOCS,
    mustMatch: [sample(prefix.slice(0, 2), prefix.slice(2), noise('alnum', 20))],
    mustNotMatch: [sample(prefix.slice(0, 2), prefix.slice(2), noise('alnum', 12))],
  });
}

/** GitLab. */
export const gitlabRules: readonly SecretRule[] = [
  gitlab('glpat-', 'personal-access-token', 'Personal Access Token'),
  gitlab('gldt-', 'deploy-token', 'Deploy Token'),
  gitlab('glrt-', 'runner-token', 'Runner Token'),
  gitlab('glrtr-', 'runner-registration-token', 'Runner Registration Token'),
  gitlab('glcbt-', 'ci-job-token', 'CI Job Token', 'high'),
  gitlab('glptt-', 'pipeline-trigger-token', 'Pipeline Trigger Token', 'high'),
  gitlab('glft-', 'feed-token', 'Feed Token', 'medium'),
  gitlab('glimt-', 'incoming-mail-token', 'Incoming Mail Token', 'medium'),
  gitlab('glagent-', 'agent-token', 'Kubernetes Agent Token'),
  gitlab('gloas-', 'oauth-secret', 'OAuth Application Secret', 'high'),
  gitlab('glsoat-', 'scim-token', 'SCIM Token', 'high'),
  gitlab('glffct-', 'feature-flag-token', 'Feature Flag Client Token', 'medium'),
  specific({
    id: 'gitlab-legacy-runner-token',
    name: 'GitLab Legacy Runner Registration Token',
    severity: 'high',
    keywords: ['gr1348941'],
    pattern: /GR1348941[\w-]{20}(?![\w-])/y,
    docs: DOCS,
    mustMatch: [sample('GR13', '48941', noise('alnum', 20))],
    mustNotMatch: [sample('GR13', '48941', noise('alnum', 8))],
  }),
];
