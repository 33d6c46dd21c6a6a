import type { ControlProblem } from '../controls/control.ts';
import { isMapping, type ValuePath } from '../controls/member-reader.ts';
import { locateYaml, readYaml } from '../controls/yaml-text.ts';
import type { RiskAcceptance } from './risk-acceptance.ts';
import type { Waiver } from './waiver.ts';
import { toDay } from './waiver-status.ts';

/** What stands in a file of waivers. */
export interface WaiverFile {
  readonly waivers: readonly Waiver[];
  /** The same entries with all that they say about the risk. */
  readonly risks: readonly RiskAcceptance[];
  /** An entry with an error is not among the others. */
  readonly problems: readonly ControlProblem[];
}

interface Found {
  readonly severity: ControlProblem['severity'];
  readonly path: ValuePath;
  readonly message: string;
}

/** Reads `.wafpass-skip.yml` or `risk_acceptance.yml`. Never throws for what is in the text. */
export function parseWaivers(text: string, file: string): WaiverFile {
  const read = readYaml(text);
  if (read.kind === 'refused') {
    return { waivers: [], risks: [], problems: [{ severity: 'error', file, ...read.place, message: read.message }] };
  }
  const found: Found[] = [];
  const entries = readEntries(read.value, found).flatMap(([path, entry]) => readEntry(entry, path, found) ?? []);
  const last = new Map(entries.map((entry) => [keyOf(entry.waiver), entry]));
  const places = found.length === 0 ? null : locateYaml(text);
  return {
    waivers: [...last.values()].map(({ waiver }) => waiver),
    risks: [...last.values()].map(({ risk }) => risk),
    problems: found.map(({ severity, path, message }) => ({
      severity,
      file,
      ...(places?.placeOf(path, false) ?? { line: 1, column: 1 }),
      message,
    })),
  };
}

/** Later entries for the same thing win. */
function keyOf({ id, project, resource, check }: Waiver): string {
  return JSON.stringify([id.toUpperCase(), project, resource, check]);
}

function readEntries(document: unknown, found: Found[]): readonly (readonly [ValuePath, unknown])[] {
  if (!isMapping(document)) {
    found.push({ severity: 'error', path: [], message: 'The file must be a mapping with a list named waivers.' });
    return [];
  }
  const name = 'waivers' in document ? 'waivers' : 'skips';
  const list = document[name] ?? [];
  if (!Array.isArray(list)) {
    found.push({ severity: 'error', path: [name], message: `${name} must be a list.` });
    return [];
  }
  return list.map((entry: unknown, index) => [[name, index], entry] as const);
}

function readEntry(
  entry: unknown,
  path: ValuePath,
  found: Found[],
): { readonly waiver: Waiver; readonly risk: RiskAcceptance } | null {
  const problem = (severity: Found['severity'], member: string | null, message: string) => {
    found.push({ severity, path: member === null ? path : [...path, member], message });
    return null;
  };
  if (!isMapping(entry)) return problem('warning', null, 'This entry is no mapping and is left out.');
  const text = (name: string): string => toText(entry[name]);
  const id = text('id');
  if (id === '') return problem('warning', null, 'This entry has no id and is left out.');
  const reason = text('reason');
  if (reason === '') return problem('error', null, `The waiver of ${id} needs a reason.`);
  const expires = text('expires');
  if (expires !== '' && toDay(expires) === null) {
    return problem('error', 'expires', `${expires} is no date; write it as 2031-09-30, or leave it out.`);
  }
  const shared = { id, reason, owner: text('owner'), expires: expires.slice(0, 10), project: text('project') };
  return {
    waiver: { ...shared, resource: text('resource'), check: text('check') },
    risk: {
      ...shared,
      approver: text('approver'),
      rfc: text('rfc'),
      jira_link: text('jira_link'),
      other_link: text('other_link'),
      notes: text('notes'),
      risk_level: text('risk_level') || 'accepted',
      residual_risk: text('residual_risk') || 'medium',
      accepted_at: text('accepted_at'),
    },
  };
}

/** Numbers are what somebody wrote without quotes; a date is one of YAML 1.1. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
