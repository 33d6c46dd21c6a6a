/** A kind of secret that is told by its own form. */
export interface FormatRule {
  readonly label: string;
  readonly severity: 'critical' | 'high';
  /** The secret is the last group that took part, else the whole match. */
  readonly pattern: RegExp;
}

/** In the order in which findings of one line are listed. All linear in the length of the line. */
export const FORMAT_RULES: readonly FormatRule[] = [
  {
    label: 'AWS access key ID',
    severity: 'critical',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  },
  {
    label: 'AWS secret access key (candidate)',
    severity: 'critical',
    pattern: /aws_secret_access_key["']?[ \t]{0,20}[=:][ \t]{0,20}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/i,
  },
  { label: 'PEM private key', severity: 'critical', pattern: /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----/ },
  {
    label: 'Generic high-entropy bearer token',
    severity: 'high',
    pattern: /authorization["']?[ \t]{0,20}[:=][ \t]{0,20}["']?bearer[ \t]{1,5}([\w.~+/-]{20,4096})/i,
  },
];
