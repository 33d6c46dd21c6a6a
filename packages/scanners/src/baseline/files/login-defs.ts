import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';
import { readLines } from '../lines.ts';

/** Ages and lengths of passwords. @see login.defs(5) */
export async function checkLoginDefs(files: HostFiles): Promise<readonly HostObservation[]> {
  const text = await files.read('/etc/login.defs');
  if (text === null) return [];
  const values = new Map<string, number>();
  for (const { text: line } of readLines(text)) {
    const [, name, value] = /^(\w+)\s+(-?\d+)\b/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, Number(value));
  }
  const path = files.locate('/etc/login.defs');
  const observations: HostObservation[] = [];
  const common = { path, cwe: 'CWE-521' };
  const maxDays = values.get('PASS_MAX_DAYS');
  if (maxDays !== undefined && maxDays > 90) {
    observations.push({
      ...common,
      cwe: 'CWE-262',
      rule: 'PWD-001',
      severity: 'medium',
      title: 'Password max age too long',
      description: `Passwords are valid for ${maxDays} days.`,
      remediation: 'Set PASS_MAX_DAYS to 90 or less, where your rules ask for it.',
    });
  }
  const minDays = values.get('PASS_MIN_DAYS');
  if (minDays !== undefined && minDays < 1) {
    observations.push({
      ...common,
      rule: 'PWD-002',
      severity: 'low',
      title: 'Password min age too short',
      description: 'A password can be changed several times in a row, back to the old one.',
      remediation: 'Set PASS_MIN_DAYS to 1.',
    });
  }
  const minLength = values.get('PASS_MIN_LEN');
  if (minLength !== undefined && minLength < 8) {
    observations.push({
      ...common,
      rule: 'PWD-003',
      severity: 'medium',
      title: 'Minimum password length too short',
      description: `Passwords of ${minLength} characters are accepted.`,
      remediation: 'Set PASS_MIN_LEN to 8 or more; with PAM set minlen of pam_pwquality.',
    });
  }
  return observations;
}
