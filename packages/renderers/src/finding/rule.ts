import { firstCodePoints, type Finding } from '@securescan/model';

/** Rule id of a finding, or one made of scanner and title when the tool names none. */
export function ruleIdOf(finding: Pick<Finding, 'ruleId' | 'scanner' | 'title'>): string {
  if (finding.ruleId !== null && finding.ruleId !== '') return finding.ruleId;
  return `${finding.scanner}/${firstCodePoints(finding.title.toLowerCase().replaceAll(' ', '-'), 50)}`;
}
