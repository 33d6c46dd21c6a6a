import { specific } from '../rule.ts';
import { noise, sample } from '../samples.ts';
import { prefixed } from './prefixed.ts';

/** Google. */
export const googleRules = [
  specific({
    id: 'google-api-key',
    name: 'Google API Key',
    severity: 'high',
    keywords: ['aiza'],
    pattern: /AIza[0-9A-Za-z_-]{35}/y,
    docs: 'https://cloud.google.com/docs/authentication/api-keys',
    mustMatch: [sample('AI', 'za', noise('alnum', 35))],
    mustNotMatch: [sample('AI', 'za', noise('alnum', 20))],
  }),
  specific({
    id: 'gcp-service-account',
    name: 'GCP Service Account Key',
    severity: 'critical',
    keywords: ['"private_key_id"'],
    pattern: /"private_key_id"\s{0,4}:\s{0,4}"(?<value>[0-9a-f]{40})"/y,
    inWord: true,
    docs: 'https://cloud.google.com/iam/docs/keys-create-delete',
    mustMatch: [sample('{"type": "service_account",\n "private_', 'key_id": "', noise('hex', 40), '"')],
    mustNotMatch: ['"private_key_id": "key"'],
  }),
  prefixed({
    id: 'google-oauth-client-secret',
    name: 'Google OAuth Client Secret',
    severity: 'high',
    prefix: 'GOCSPX-',
    alphabet: 'alnum',
    also: '_-',
    length: [28, 28],
    docs: 'https://developers.google.com/identity/protocols/oauth2',
  }),
  prefixed({
    id: 'google-oauth-access-token',
    name: 'Google OAuth Access Token',
    severity: 'high',
    prefix: 'ya29.',
    alphabet: 'alnum',
    also: '_-',
    length: [40, 400],
    docs: 'https://cloud.google.com/docs/authentication/token-types',
  }),
  specific({
    id: 'firebase-server-key',
    name: 'Firebase Cloud Messaging Key',
    severity: 'high',
    keywords: ['aaaa'],
    pattern: /AAAA[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{140}(?![A-Za-z0-9_-])/y,
    minEntropy: 4,
    docs: 'https://firebase.google.com/docs/cloud-messaging/auth-server',
    mustMatch: [sample('AA', 'AA', noise('alnum', 7), ':', noise('alnum', 140))],
    mustNotMatch: [sample('AA', 'AA', noise('alnum', 7))],
  }),
  specific({
    id: 'gcp-hmac-key',
    name: 'GCP HMAC Access Id',
    severity: 'medium',
    keywords: ['goog1e'],
    pattern: /GOOG1E[A-Z0-9]{55}(?![A-Z0-9])/y,
    docs: 'https://cloud.google.com/storage/docs/authentication/hmackeys',
    mustMatch: [sample('GO', 'OG1E', noise('upper', 55))],
    mustNotMatch: [sample('GO', 'OG1E', noise('upper', 20))],
  }),
] as const;
