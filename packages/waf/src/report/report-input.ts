import { CONTROL_SEVERITIES } from '../controls/control.ts';
import type { ControlStatus } from '../engine/evaluation.ts';
import type { ControlEvaluation } from '../engine/evaluation.ts';
import type { DocumentControl, DocumentFinding, ResultDocument } from '../result/document.ts';

/** What a report says about one control beyond the document. */
export interface ReportedControl {
  readonly id: string;
  readonly status: ControlStatus;
  readonly waiver: { readonly reason: string; readonly expires: string } | null;
  /** Checks that did not run, each with its reason. */
  readonly dropped: readonly { readonly check: string; readonly reason: string }[];
}

/** All that a report is made of. */
export interface ReportInput {
  /** With remediations in the findings, not in compact form. */
  readonly document: ResultDocument;
  readonly controls: readonly ReportedControl[];
  /** What was left out or does not hold any more, in sentences: controls not loaded, expired and unused waivers. */
  readonly notices: readonly string[];
  /** How this run differs from the one before it, in lines; null when none was kept. */
  readonly changes: readonly string[] | null;
  /** How the command ends and why, null where nothing ends with it. */
  readonly conclusion: string | null;
  /** Where the controls come from. */
  readonly controlsFrom: string;
  /** Of the product. */
  readonly version: string;
  /** ISO 8601. */
  readonly generatedAt: string;
  /** The text of a line of the code, counted from 1; null where it is not known. */
  readonly lineOf: (file: string, line: number) => string | null;
}

/** A control of the document with all that is known about it. */
export interface ControlView {
  readonly control: DocumentControl;
  readonly status: ControlStatus;
  readonly waiver: ReportedControl['waiver'];
  readonly dropped: ReportedControl['dropped'];
  readonly findings: readonly DocumentFinding[];
}

/** The part of evaluations that reports need. */
export function toReportedControls(evaluations: readonly ControlEvaluation[]): readonly ReportedControl[] {
  return evaluations.map(({ control, status, waiver, dropped }) => ({
    id: control.id,
    status,
    waiver,
    dropped: dropped.map(({ check, reason }) => ({ check: check.id, reason })),
  }));
}

/** The controls of a report in their order, each with its findings. */
export function viewControls({ document, controls }: ReportInput): readonly ControlView[] {
  const byId = Map.groupBy(document.findings, ({ control_id }) => control_id);
  const reported = new Map(controls.map((control) => [control.id, control]));
  return document.controls_meta.flatMap((control) => {
    const known = reported.get(control.id);
    if (known === undefined) return [];
    const { status, waiver, dropped } = known;
    return [{ control, status, waiver, dropped, findings: byId.get(control.id) ?? [] }];
  });
}

/** The worst first, else in their order. */
export function sortBySeverity(views: readonly ControlView[]): readonly ControlView[] {
  const rankOf = ({ control }: ControlView) =>
    CONTROL_SEVERITIES.findIndex((severity) => severity === control.severity);
  return views.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** True for a failure that no waiver covers. */
export function isOpenFailure({ status, waived }: DocumentFinding): boolean {
  return status === 'FAIL' && waived === null;
}

/** `main.tf:12`, or nothing where the input has no files. */
export function placeOf({ file, line }: Pick<DocumentFinding, 'file' | 'line'>): string {
  if (file === '') return '';
  return line === null ? file : `${file}:${line}`;
}
