import { z } from 'zod';
import { OptionalText, TextList } from '../tool-report/index.ts';

const Cvss = z
  .object({ score: z.number().nullish().catch(null), vectorString: OptionalText })
  .nullish()
  .catch(null);

/** An advisory in the report of npm 7 and later. */
export const NpmAdvisory = z.object({
  source: z.union([z.number(), z.string()]).nullish().catch(null),
  name: OptionalText,
  title: OptionalText,
  url: OptionalText,
  severity: OptionalText,
  cwe: TextList,
  cvss: Cvss,
  range: OptionalText,
});
export type NpmAdvisory = z.output<typeof NpmAdvisory>;

/** `true`: within the declared ranges; an object: by installing that version; `false`: not known. */
const FixAvailable = z
  .union([z.boolean(), z.object({ name: z.string(), version: z.string(), isSemVerMajor: z.boolean().catch(false) })])
  .catch(false);
export type FixAvailable = z.output<typeof FixAvailable>;

/** A vulnerable package in the report of npm 7 and later. `via` mixes advisories with names of packages that bring it. */
export const NpmVulnerability = z.object({
  name: OptionalText,
  severity: OptionalText,
  isDirect: z.boolean().nullish().catch(null),
  via: z.array(z.unknown()).catch([]),
  range: OptionalText,
  nodes: TextList,
  fixAvailable: FixAvailable,
});
export type NpmVulnerability = z.output<typeof NpmVulnerability>;

/** An advisory in the report of npm 6. */
export const Npm6Advisory = z.object({
  id: z.union([z.number(), z.string()]).nullish().catch(null),
  module_name: OptionalText,
  severity: OptionalText,
  title: OptionalText,
  url: OptionalText,
  overview: OptionalText,
  recommendation: OptionalText,
  cwe: z.union([z.string().transform((one) => [one]), TextList]).catch([]),
  github_advisory_id: OptionalText,
  vulnerable_versions: OptionalText,
  patched_versions: OptionalText,
  findings: z.array(z.object({ version: OptionalText }).nullable().catch(null)).catch([]),
});
export type Npm6Advisory = z.output<typeof Npm6Advisory>;

/** The report: packages (npm 7 and later), advisories (npm 6), or why there is none. */
export const NpmAuditReport = z.object({
  vulnerabilities: z.record(z.string(), z.unknown()).nullish().catch(null),
  advisories: z.record(z.string(), z.unknown()).nullish().catch(null),
  message: OptionalText,
  error: z.object({ code: OptionalText, summary: OptionalText, detail: OptionalText }).nullish().catch(null),
});
export type NpmAuditReport = z.output<typeof NpmAuditReport>;
