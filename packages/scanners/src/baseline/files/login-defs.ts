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
  const maxDays = values.get('PASS_MAX_DAYS');
  if (maxDays !== undefined && maxDays > 90) {
    observations.push({
      rule: 'PWD-001',
      path,
      description: `Passwords are valid for ${maxDays} days.`,
    });
  }
  const minDays = values.get('PASS_MIN_DAYS');
  if (minDays !== undefined && minDays < 1) {
    observations.push({ rule: 'PWD-002', path });
  }
  const minLength = values.get('PASS_MIN_LEN');
  if (minLength !== undefined && minLength < 8) {
    observations.push({
      rule: 'PWD-003',
      path,
      description: `Passwords of ${minLength} characters are accepted.`,
    });
  }
  return observations;
}
