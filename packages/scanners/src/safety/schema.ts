import { z } from 'zod';
import { AnyValue, OptionalText, TextList } from '../tool-report/index.ts';

const Cvss = z
  .object({ base_severity: OptionalText, base_score: z.number().nullish().catch(null) })
  .nullish()
  .catch(null);

/** A vulnerability as `safety check` of version 2 and later reports it. */
export const SafetyVulnerability = z.object({
  vulnerability_id: OptionalText,
  package_name: OptionalText,
  analyzed_version: OptionalText,
  analyzed_requirement: z.object({ raw: OptionalText }).nullish().catch(null),
  vulnerable_spec: z.union([z.string().transform((spec) => [spec]), TextList]).catch([]),
  fixed_versions: TextList,
  advisory: OptionalText,
  CVE: OptionalText,
  severity: z.object({ cvssv3: Cvss, cvssv2: Cvss }).nullish().catch(null),
  more_info_url: OptionalText,
});
export type SafetyVulnerability = z.output<typeof SafetyVulnerability>;

/** A row of version 1: package, affected versions, installed version, advisory, identifier. */
const SafetyRow = z.tuple([z.string()], z.unknown()).transform(([name, spec, version, advisory, id]) =>
  SafetyVulnerability.parse({
    package_name: name,
    vulnerable_spec: spec,
    analyzed_version: version,
    advisory,
    vulnerability_id: id,
  }),
);

export const SafetyRecord = z.union([SafetyRow, SafetyVulnerability]);

/** The report: an object in later versions, a list of rows in the first. */
export const SafetyReport = z.union([
  z.array(z.unknown()).transform((rows) => ({ vulnerabilities: rows as unknown, ignored: 0 })),
  z
    .object({ vulnerabilities: AnyValue, ignored_vulnerabilities: z.array(z.unknown()).catch([]) })
    .transform((report) => ({
      vulnerabilities: report.vulnerabilities,
      ignored: report.ignored_vulnerabilities.length,
    })),
]);
