import type { Finding } from '@securescan/model';

/** Weaknesses whose source line holds the credential itself. */
const CREDENTIAL_CWES: ReadonlySet<string> = new Set(['CWE-259', 'CWE-321', 'CWE-522', 'CWE-798']);

/** True for findings about a credential in the source: their line must not be repeated. */
export function isCredentialFinding({ scanner, cwe }: Pick<Finding, 'scanner' | 'cwe'>): boolean {
  return scanner === 'secrets' || (cwe !== null && CREDENTIAL_CWES.has(cwe));
}
