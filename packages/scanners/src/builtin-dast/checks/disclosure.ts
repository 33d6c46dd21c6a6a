import type { RawFinding } from '@securescan/model';
import { toFinding } from '../finding.ts';
import { DISCLOSING_HEADERS } from '../headers.ts';
import type { Page } from '../page.ts';

/** Headers that tell an attacker which software answers. */
export function checkDisclosure(page: Page): readonly RawFinding[] {
  return DISCLOSING_HEADERS.flatMap((name) => {
    const value = page.response.headers.get(name.toLowerCase());
    if (value === undefined || value.trim() === '') return [];
    return toFinding(page, {
      ruleId: `info-disclosure-${name.toLowerCase()}`,
      severity: 'low',
      title: `Information disclosure header: ${name}`,
      description: `The response names the software behind it: ${value}.`,
      remediation: `Leave ${name} out, or send a value without product and version.`,
      cwe: 'CWE-200',
      subject: `header:${name.toLowerCase()}`,
      metadata: { header: name, value },
    });
  });
}
