import {
  checkInfrastructure,
  type Control,
  type Diagnostic,
  parseHcl,
  type Reader,
  readers,
  scanSecrets,
  type Span,
} from '@securescan/waf';
import type { SnippetError, SnippetReport, SnippetResult, SnippetTask } from './tasks.ts';

const MAX_BLOCKS = 5000;
const MAX_ERRORS = 100;
/** Less than elsewhere: nobody waits for the sandbox for long. */
const LIMITS = { maxSteps: 5_000_000, maxDepth: 64 } as const;

/** Checks code with the controls. Pure: it sees nothing but the texts. */
export function checkSnippet({ reader: id, files, today }: SnippetTask, controls: readonly Control[]): SnippetResult {
  const reader = readers[id];
  const check = checkInfrastructure({ reader, files, readOptions: { limits: LIMITS }, controls, today });
  const { state, evaluations, posture } = check;
  const errors = findErrors(reader, files, state);
  if (errors.length > 0) {
    const language = id === 'terraform' ? 'HCL' : reader.title;
    return { kind: 'unreadable', detail: `${language} syntax error`, errors };
  }
  if (state.blocks.length > MAX_BLOCKS) {
    const detail = `The code makes ${state.blocks.length} blocks; at most ${MAX_BLOCKS} are checked here`;
    return { kind: 'unreadable', detail, errors: [] };
  }
  const { pass, fail, skip } = posture;
  const report: SnippetReport = {
    score: toScore(pass, fail),
    total_pass: pass,
    total_fail: fail,
    total_skip: skip,
    results: evaluations.map(({ control, status, results }) => ({
      control_id: control.id,
      control_title: control.title,
      pillar: control.pillar,
      severity: control.severity,
      status,
      check_results: results.map((result) => ({
        check_id: result.check.id,
        check_title: result.check.title,
        control_id: control.id,
        severity: result.check.severity,
        status: result.status,
        resource: result.resource,
        message: result.message,
        remediation: result.check.remediation,
        place: result.span === null ? null : toPlace(result.span),
      })),
    })),
    posture,
    secret_findings: scanSecrets(files),
    diagnostics: [...state.diagnostics.map(presentDiagnostic), ...tellIgnored(reader, files, state.files)],
  };
  return { kind: 'report', report };
}

/** 100 × pass / (pass + fail), halves to the even number; 100 when nothing was scored. */
function toScore(pass: number, fail: number): number {
  if (pass + fail === 0) return 100;
  const doubled = (200 * pass) / (pass + fail);
  const below = Math.floor(doubled / 2);
  if (Number.isInteger(doubled) && doubled % 2 === 1) return below + (below % 2);
  return Math.round(doubled / 2);
}

/** Broken syntax; of other kinds of code, and where nothing is left, everything that kept code from being read. */
function findErrors(
  reader: Reader,
  files: SnippetTask['files'],
  { diagnostics, blocks }: { readonly diagnostics: readonly Diagnostic[]; readonly blocks: readonly unknown[] },
): readonly SnippetError[] {
  const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
  const failed = diagnostics.filter(isError);
  if (failed.length === 0) return [];
  const broken =
    reader.id === 'terraform'
      ? files
          .filter(({ path }) => /\.(?:tf|tofu)$/.test(path))
          .flatMap((file) => parseHcl(file.text, file.path).diagnostics.filter(isError))
      : failed;
  const told = broken.length > 0 || blocks.length > 0 ? broken : failed;
  return told.slice(0, MAX_ERRORS).map(({ message, span }) => ({
    file: span.file,
    line: span.start.line,
    column: span.start.column,
    message,
  }));
}

/** Nobody should take a file for checked that was not looked at. */
function tellIgnored(reader: Reader, files: SnippetTask['files'], read: number): SnippetReport['diagnostics'] {
  return files
    .filter(({ path }) => read === 0 || !reader.accepts(path))
    .map(({ path }) => ({
      severity: 'warning',
      file: path,
      line: 1,
      column: 1,
      message: `This is not read as ${reader.title}.`,
    }));
}

function presentDiagnostic({ severity, message, span }: Diagnostic): SnippetReport['diagnostics'][number] {
  const { line, column } = span.start;
  return { severity, file: span.file, line, column, message };
}

function toPlace(span: Span): NonNullable<SnippetReport['results'][number]['check_results'][number]['place']> {
  const { start, end, file } = span;
  return {
    file,
    line: start.line,
    column: start.column,
    end: { line: end.line, column: end.column },
  };
}
