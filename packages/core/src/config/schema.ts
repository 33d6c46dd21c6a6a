import { ScanType, SEVERITIES, Severity } from '@securescan/model';
import { z } from 'zod';

const RuleId = z.string().describe('Rule id as findings carry it, for example `B106`.');

/** One entry of `ignored_rules`, long form. */
const IgnoredRuleEntry = z.strictObject({
  id: RuleId,
  path: z.string().min(1).optional().describe('Glob of the files it is ignored in, relative to the root; default all.'),
  reason: z.string().optional().describe('Why; for the next reader.'),
  until: z.iso.date().optional().describe('Last day (YYYY-MM-DD) on which the rule is ignored.'),
});

const ScannerEntry = z.strictObject({
  enabled: z.boolean().default(true).describe('`false` leaves the scanner out.'),
  timeout: z
    .number()
    .positive()
    .max(86_400)
    .nullable()
    .default(null)
    .describe('Time limit in seconds; null for the limit of the scan.'),
});

const TrivyEntry = ScannerEntry.extend({
  scanners: z
    .array(z.enum(['vuln', 'misconfig', 'secret', 'license']))
    .min(1, 'must name at least one of vuln, misconfig, secret, license')
    .default(['vuln'])
    .describe('What trivy looks for.'),
  skip_db_update: z.boolean().default(false).describe('Use the vulnerability database as it is on this machine.'),
  offline: z.boolean().default(false).describe('Neither database updates nor questions to package registries.'),
});

const ZapEntry = ScannerEntry.extend({
  passive_only: z.boolean().default(false).describe('Crawl and judge what is seen; send no attacks.'),
});

const NmapEntry = ScannerEntry.extend({
  targets: z
    .array(z.string().min(1))
    .nullable()
    .default(null)
    .describe(
      'The only hosts that may be scanned: names, `*.example.test`, addresses, networks (`10.0.0.0/8`); null for whatever the command names.',
    ),
});

const WafEntry = ScannerEntry.extend({
  controls: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Folders or files of controls, relative to this file and within what is scanned, instead of the controls that ship with SecureScan.',
    ),
});

const Licences = z.strictObject({
  allow: z.array(z.string()).default([]).describe('SPDX ids that are fine; when not empty, all others are reported.'),
  deny: z.array(z.string()).default([]).describe('SPDX ids that are reported whatever `allow` says.'),
});

/**
 * The one table of what `.securescan.yml` may hold: names, types, defaults and descriptions. Validation, JSON Schema and
 * the reference page come from it. Severities are also accepted in upper case, booleans also as `yes`, `off`, `1` …
 */
export const ConfigFile = z.strictObject({
  version: z.literal(1).default(1).describe('Version of this format.'),
  scan_types: z
    .array(ScanType)
    .default([])
    .describe('Families to scan when no `--type` is given; empty for the default of the command.'),
  severity_overrides: z
    .record(RuleId, Severity)
    .default({})
    .describe(
      'Severity by rule id (`B101`), by `scanner:rule`, or by either with `*` and `?`, instead of what the scanner says; the original stays visible.',
    ),
  ignored_rules: z
    .array(z.union([z.string(), IgnoredRuleEntry]))
    .default([])
    .describe(
      'Rules whose findings are hidden (reason `config`): ids, or objects with `id`, `path`, `reason`, `until`.',
    ),
  semgrep_rules: z
    .array(z.string())
    .default([])
    .describe(
      'Rule files or directories for semgrep, relative to this file, or registry packs (`p/ci`, `r/…`, `auto`).',
    ),
  fail_on_severity: z
    .enum([...SEVERITIES, 'none'])
    .nullable()
    .default(null)
    .describe('The command fails (exit code 1) on a finding of this severity or worse; `none` or null for no gate.'),
  ai: z
    .boolean()
    .nullable()
    .default(null)
    .describe(
      'Ask an AI service for advice on severe findings. Off unless set here or by `--ai`; in CI only `--ai` counts.',
    ),
  exclude: z
    .array(z.string().min(1))
    .default([])
    .describe('Globs of files to leave out, relative to the root, beyond the ignore files.'),
  baseline: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Baseline file, relative to this file; its findings are hidden (reason `baseline`).'),
  licenses: Licences.prefault({}).describe('Which licences of dependencies are fine.'),
  scanners: z
    .object({
      trivy: TrivyEntry.optional().describe('Trivy; has these keys beside `enabled` and `timeout`.'),
      zap: ZapEntry.optional().describe('ZAP; has this key beside `enabled` and `timeout`.'),
      nmap: NmapEntry.optional().describe('Nmap; has this key beside `enabled` and `timeout`.'),
      waf: WafEntry.optional().describe('Controls of WAF++; has this key beside `enabled` and `timeout`.'),
    })
    .catchall(ScannerEntry)
    .default({})
    .describe('Settings of single scanners, by scanner id.'),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** Keys that a scanner's entry may have. */
export function scannerKeys(id: string): readonly string[] {
  const own: Readonly<Record<string, z.ZodObject>> = {
    trivy: TrivyEntry,
    zap: ZapEntry,
    nmap: NmapEntry,
    waf: WafEntry,
  };
  return Object.keys((own[id] ?? ScannerEntry).shape);
}

/** Names of the top-level keys, in the order of the reference page. */
export const CONFIG_KEYS: readonly string[] = Object.keys(ConfigFile.shape);

/** JSON Schema (2020-12) of `.securescan.yml`, for editors. @see docs/reference/securescan.schema.json */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(ConfigFile, { io: 'input', target: 'draft-2020-12' });
  return { $schema, title: 'SecureScan configuration (.securescan.yml)', ...rest };
}
