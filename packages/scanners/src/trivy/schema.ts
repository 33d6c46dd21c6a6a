import { z } from 'zod';
import { AnyValue, OptionalLine, OptionalText, TextList } from '../tool-report/index.ts';

/** A vulnerable package. */
export const TrivyVulnerability = z.object({
  VulnerabilityID: OptionalText,
  PkgName: OptionalText,
  PkgIdentifier: z.object({ PURL: OptionalText }).nullish().catch(null),
  InstalledVersion: OptionalText,
  FixedVersion: OptionalText,
  Severity: OptionalText,
  Title: OptionalText,
  Description: OptionalText,
  CweIDs: TextList,
  References: TextList,
});
export type TrivyVulnerability = z.output<typeof TrivyVulnerability>;

const Cause = z
  .object({ StartLine: OptionalLine, EndLine: OptionalLine, Resource: OptionalText })
  .catch({ StartLine: null, EndLine: null, Resource: null });

/** A setting that breaks a rule. */
export const TrivyMisconfiguration = z.object({
  ID: OptionalText,
  AVDID: OptionalText,
  Title: OptionalText,
  Description: OptionalText,
  Message: OptionalText,
  Resolution: OptionalText,
  Severity: OptionalText,
  Status: OptionalText,
  References: TextList,
  CauseMetadata: Cause,
});
export type TrivyMisconfiguration = z.output<typeof TrivyMisconfiguration>;

/** A credential; its text is in `Match` and `Code`, which we do not read. */
export const TrivySecret = z.object({
  RuleID: OptionalText,
  Category: OptionalText,
  Severity: OptionalText,
  Title: OptionalText,
  StartLine: OptionalLine,
  EndLine: OptionalLine,
});
export type TrivySecret = z.output<typeof TrivySecret>;

/** A licence that was classified. */
export const TrivyLicence = z.object({
  Severity: OptionalText,
  Category: OptionalText,
  PkgName: OptionalText,
  FilePath: OptionalText,
  Name: OptionalText,
});
export type TrivyLicence = z.output<typeof TrivyLicence>;

/** What was found in one file. */
export const TrivyResult = z.object({
  Target: z.string().catch(''),
  Type: z.string().catch(''),
  Packages: z
    .array(
      z
        .object({
          Name: OptionalText,
          Version: OptionalText,
          Locations: z
            .array(z.object({ StartLine: OptionalLine }))
            .nullish()
            .catch(null),
        })
        .nullable()
        .catch(null),
    )
    .nullish()
    .catch(null),
  Vulnerabilities: AnyValue,
  Misconfigurations: AnyValue,
  Secrets: AnyValue,
  Licenses: AnyValue,
});
export type TrivyResult = z.output<typeof TrivyResult>;

/** The report; results and their records are read one by one. */
export const TrivyReport = z.object({ Results: z.array(z.unknown()).nullish().catch(null) });
