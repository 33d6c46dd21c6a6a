import { z } from 'zod';
import { ValidationIssue } from './common.ts';
import { WafDiagnostic, WafPosture, WafSecret } from './waf-run.ts';
import { addIssue } from './waf-values.ts';

const FileName = z.string().superRefine((value, context) => {
  if (/^[A-Za-z0-9._-]{1,128}$/.test(value) && !/^\.+$/.test(value)) return;
  addIssue(context, {
    type: 'value_error',
    msg: 'Value error, must be a file name of 1 to 128 characters: letters, digits, dot, underscore, hyphen',
    ctx: { error: {} },
  });
});

/** Infrastructure code to be judged; nothing of it is stored. */
export const WafSnippet = z
  .object({
    hcl: z.string().optional().describe('the code; or give `files`'),
    filename: FileName.optional().describe('main.tf, or what suits the kind of code'),
    iac: z.string().max(100).default('terraform').describe('kind of code, in any case'),
    files: z.record(FileName, z.string()).optional().describe('several files by name, in place of `hcl`'),
  })
  .superRefine((value, context) => {
    if (value.hcl === undefined && value.files === undefined)
      context.addIssue({ code: 'invalid_type', expected: 'string', input: undefined, path: ['hcl'], message: '' });
    if (value.files !== undefined && (value.hcl !== undefined || Object.keys(value.files).length === 0))
      addIssue(
        context,
        { type: 'value_error', msg: 'Value error, give hcl or some files, not both', ctx: { error: {} } },
        ['files'],
      );
  })
  .meta({ id: 'WafSnippet' });

const Position = z.strictObject({ line: z.int(), column: z.int() });
/** Where something stands, from 1; the end is behind the last character. */
export const WafPlace = z
  .strictObject({ file: z.string(), line: z.int(), column: z.int(), end: Position })
  .meta({ id: 'WafPlace' });

const status = z.enum(['PASS', 'FAIL', 'SKIP', 'WAIVED']);

export const WafSandboxAnswer = z
  .strictObject({
    engine: z.literal('real'),
    controls_dir: z.string(),
    controls_loaded: z.int(),
    score: z.int().describe('passed controls of those that passed or failed, in percent; 100 when there are none'),
    total_pass: z.int(),
    total_fail: z.int(),
    total_skip: z.int(),
    results: z.array(
      z.strictObject({
        control_id: z.string(),
        control_title: z.string(),
        pillar: z.string(),
        severity: z.string(),
        status,
        check_results: z.array(
          z.strictObject({
            check_id: z.string(),
            check_title: z.string(),
            control_id: z.string(),
            severity: z.string(),
            status,
            resource: z.string(),
            message: z.string(),
            remediation: z.string(),
            place: WafPlace.nullable().describe('what is wrong, so that an editor can underline it'),
          }),
        ),
      }),
    ),
    posture: WafPosture,
    secret_findings: z.array(WafSecret).describe('values that look like secrets, masked'),
    diagnostics: z.array(WafDiagnostic).describe('what could not be worked out'),
  })
  .meta({ id: 'WafSandboxAnswer' });

/** Either the inputs do not fit, or the code cannot be read. */
export const WafSandboxProblem = z
  .union([
    z.strictObject({ detail: z.array(ValidationIssue) }),
    z.strictObject({
      detail: z.string(),
      errors: z.array(z.strictObject({ file: z.string(), line: z.int(), column: z.int(), message: z.string() })),
    }),
  ])
  .meta({ id: 'WafSandboxProblem' });

export const WafSandboxStatus = z
  .strictObject({
    engine_available: z.boolean(),
    controls_dir: z.string().describe('as it is set; empty: the controls that ship with the product'),
    controls_dir_exists: z.boolean(),
    controls_loaded: z.int(),
    environment: z.string().describe('WAFPASS_ENV'),
    problems: z.array(z.string()).describe('control files that were left out'),
  })
  .meta({ id: 'WafSandboxStatus' });
