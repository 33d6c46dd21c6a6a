import { parse } from 'yaml';
import { z } from 'zod';
import type { BuiltInRule } from '../rule-catalogue/built-in-rule.ts';
import { toCwe, toTitle } from '../tool-report/index.ts';
import { toSeverity } from './map.ts';

const RulePack = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      severity: z.string(),
      message: z.string(),
      metadata: z.object({
        cwe: z.array(z.string()),
        references: z.array(z.string()),
        remediation: z.string(),
      }),
    }),
  ),
});

/**
 * The rules of a pack that we ship.
 * @throws ZodError when the pack lacks what each of our rules has
 */
export function parseRulePack(text: string): readonly BuiltInRule[] {
  return RulePack.parse(parse(text)).rules.map(({ id, severity, message, metadata }) => ({
    id,
    title: toTitle(message),
    severity: toSeverity(severity, {}),
    cwe: toCwe(metadata.cwe),
    description: message.trim(),
    remediation: metadata.remediation.trim(),
    references: metadata.references,
    example: null,
  }));
}
