import { z } from 'zod';
import { SecureScanError } from '@securescan/model';
import type { JsonObject } from '@securescan/model';

/** One requirement of a framework and what shows that a finding touches it. */
export interface Control {
  /** Also the tag that findings carry, in the documented spelling; unique over all frameworks. */
  readonly id: string;
  readonly name: string;
  /** The wider control of the same framework that this one is part of. */
  readonly parent?: string;
  /** Numbers of the weaknesses that violate it. */
  readonly cwes: readonly number[];
  /** Words and phrases, matched as whole words whatever their case. */
  readonly keywords: readonly string[];
  /** Words that only count as written: abbreviations that are other words in lower case. */
  readonly exactKeywords?: readonly string[];
  /** Rule ids by scanner; `*` and `?` are wildcards. */
  readonly rules?: Readonly<Record<string, readonly string[]>>;
  /** How earlier versions spelled the id. */
  readonly shortId?: string;
}

export interface Framework {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** What stands before the number in its tags; also the key in the documented coverage answer. */
  readonly tagPrefix: string;
  readonly controls: readonly Control[];
}

const FrameworkFile = z.object({
  framework: z.string(),
  version: z.string().default(''),
  controls: z.record(
    z.string(),
    z.object({
      name: z.string().default(''),
      parent: z.string().optional(),
      cwes: z.array(z.string()).default([]),
      keywords: z.array(z.string()).default([]),
      rule_ids: z.record(z.string(), z.array(z.string())).default({}),
    }),
  ),
});

/**
 * Reads a framework from its JSON file, `{framework, version, controls: {ID: {name, cwes, keywords, rule_ids}}}`.
 * @param id - name of the file without its extension
 * @throws SecureScanError E_CONFIG_INVALID
 */
export function parseFramework(id: string, json: unknown): Framework {
  const parsed = FrameworkFile.safeParse(json);
  if (!parsed.success) {
    const details: JsonObject = { framework: id };
    throw new SecureScanError('E_CONFIG_INVALID', `Framework ${id} cannot be read: ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
      details,
    });
  }
  const { framework, version, controls } = parsed.data;
  return {
    id,
    name: framework,
    version,
    tagPrefix: '',
    controls: Object.entries(controls).map(([controlId, control]) => ({
      id: controlId,
      name: control.name,
      ...(control.parent === undefined ? {} : { parent: control.parent }),
      cwes: control.cwes.flatMap((cwe) => toCweNumber(cwe)),
      keywords: control.keywords,
      rules: control.rule_ids,
    })),
  };
}

function toCweNumber(cwe: string): readonly number[] {
  const digits = /(\d+)\s*$/.exec(cwe)?.[1];
  return digits === undefined ? [] : [Number(digits)];
}
