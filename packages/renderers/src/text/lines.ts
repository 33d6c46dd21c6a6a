import type { Finding } from '@securescan/model';
import { cutToWidth, displayWidth, padToWidth } from '../display-width.ts';
import { placeOf } from '../finding/place.ts';
import { severityNote } from '../finding/severity-note.ts';
import { toVisibleLine } from '../visible.ts';
import { RESET, SEVERITY_COLOURS } from './colours.ts';

const MIN_PLACE_WIDTH = 25;
/** With less room than this beside the place, the title goes onto a line of its own. */
const MIN_TITLE_WIDTH = 36;

export interface LineStyle {
  readonly colour: boolean;
  readonly width: number | null;
}

/** Widths of the columns, taken over all lines of a report so that its groups line up. */
export interface Columns {
  readonly severity: number;
  readonly scanner: number;
  readonly place: number;
}

function severityCell(finding: Finding): string {
  return `[${finding.severity.toUpperCase()}]`;
}

function widest(findings: readonly Finding[], cell: (finding: Finding) => string): number {
  return findings.reduce((width, finding) => Math.max(width, displayWidth(cell(finding))), 0);
}

/** Column widths for a list: severity + 1, scanner + 3, place at least 25, + 1. */
export function measureColumns(findings: readonly Finding[]): Columns {
  return {
    severity: widest(findings, severityCell) + 1,
    scanner: widest(findings, (finding) => toVisibleLine(finding.scanner)) + 3,
    place:
      Math.max(
        MIN_PLACE_WIDTH,
        widest(findings, (finding) => toVisibleLine(placeOf(finding))),
      ) + 1,
  };
}

/** The title, its severity note and, where there is room, the rule id that ignores and overrides name. */
function lastColumn(finding: Finding, room: number | null): string {
  const title = toVisibleLine(finding.title);
  const note = severityNote(finding);
  const rule = toVisibleLine(finding.ruleId ?? '');
  const whole = rule === '' || title.includes(rule) ? `${title}${note}` : `${title}${note}  ${rule}`;
  if (room === null || displayWidth(whole) <= room) return whole;
  return `${cutToWidth(title, Math.max(room - displayWidth(note), 1))}${note}`;
}

/**
 * One line per finding: severity, scanner, place, title and rule; on a narrow terminal two, the title below the place. Only
 * the title is ever cut, and only at the edge of a terminal.
 */
export function findingLine(finding: Finding, columns: Columns, style: LineStyle, indent = ''): string {
  const severity = severityCell(finding);
  const padding = ' '.repeat(columns.severity - displayWidth(severity));
  const bracket = style.colour ? `${SEVERITY_COLOURS[finding.severity]}${severity}${RESET}` : severity;
  const scanner = padToWidth(toVisibleLine(finding.scanner), columns.scanner);
  const place = toVisibleLine(placeOf(finding));
  const start = `${indent}${bracket}${padding}${scanner}`;
  const below = ' '.repeat(indent.length + columns.severity);
  const used = below.length + columns.scanner + columns.place;
  if (style.width !== null && style.width - used < MIN_TITLE_WIDTH)
    return `${start}${place}`.trimEnd() + `\n${below}${lastColumn(finding, style.width - below.length)}`;
  const title = lastColumn(finding, style.width === null ? null : style.width - used);
  return `${start}${padToWidth(place, columns.place)}${title}`.trimEnd();
}
