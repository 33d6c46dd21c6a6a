import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { createClock } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { openStore, parseStoreLocation } from '@securescan/store';
import { scannerList } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { parseChoice, suggestion } from './choices.ts';
import { countNoun } from './gates.ts';

/** How many scans of the history are looked through. */
const SCANS = 50;

/** What is known of one rule. */
interface RuleFacts {
  readonly rule: string;
  readonly finding: Finding;
  /** Findings of this rule in the newest scan that has any. */
  readonly count: number;
  readonly target: string;
}

/** Says what a rule finds and how to mend it, from the scans in the history; a scanner's name explains the scanner. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const rule = args.positionals[0] ?? '';
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const scanner = scannerList.find(({ id }) => id === rule.toLowerCase());
  if (scanner !== undefined) {
    const { id, scanType, description, checks } = scanner;
    const facts = { scanner: id, scan_type: scanType, description, checks };
    const lines = [`${id} (${scanType})`, '', description, '', ...checks.map((check) => `  - ${check}`)];
    await io.stdout.write(format === 'json' ? toJson(facts) : `${lines.join('\n')}\n`);
    return EXIT.ok;
  }
  const { found, known } = await findRule(rule, io);
  if (found === null) {
    const near = suggestion(rule, [...known, ...scannerList.map(({ id }) => id)]);
    const where = 'rules are explained from the findings of earlier scans; scan with it first, without --no-save';
    throw new SecureScanError('E_ARGUMENT', `no finding of rule '${rule}' in the history; ${where}.${near}`);
  }
  await io.stdout.write(format === 'json' ? renderJson(found) : renderText(found));
  return EXIT.ok;
}

async function findRule(
  rule: string,
  io: Io,
): Promise<{ readonly found: RuleFacts | null; readonly known: readonly string[] }> {
  const location = parseStoreLocation(io.env.all, io.env.get('HOME') ?? homedir());
  if (location.kind === 'sqlite' && !(await exists(location.path))) return { found: null, known: [] };
  const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  await using store = await openStore(location, () => clock.now());
  const known = new Set<string>();
  for (const { id, target } of await store.listScans({ limit: SCANS })) {
    const findings = await store.listFindings(id);
    const matching = findings.filter(({ ruleId }) => ruleId?.toLowerCase() === rule.toLowerCase());
    const [finding] = matching;
    if (finding !== undefined) {
      return { found: { rule: finding.ruleId ?? rule, finding, count: matching.length, target }, known: [] };
    }
    for (const { ruleId } of findings) if (ruleId !== null) known.add(ruleId);
  }
  return { found: null, known: [...known] };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function findLink({ metadata, cwe }: Finding): string | null {
  const more = metadata['more_info'] ?? metadata['url'];
  if (typeof more === 'string') return more;
  return cwe === null ? null : `https://cwe.mitre.org/data/definitions/${cwe.replace('CWE-', '')}.html`;
}

function renderText({ rule, finding, count, target }: RuleFacts): string {
  const link = findLink(finding);
  const sections = [
    [`${rule}: ${finding.title}`],
    [
      `  Scanner:   ${finding.scanner} (${finding.scanType})`,
      `  Severity:  ${finding.severity}`,
      ...(finding.cwe === null ? [] : [`  CWE:       ${finding.cwe}`]),
      ...(finding.complianceTags.length === 0 ? [] : [`  Controls:  ${finding.complianceTags.join(', ')}`]),
      ...(link === null ? [] : [`  More:      ${link}`]),
    ],
    ['What it finds', `  ${finding.description}`],
    ['How to mend it', `  ${finding.remediation ?? 'The scanner gives no advice; see the link above.'}`],
    [
      'How to accept it',
      `  one line:        securescan: ignore ${rule}   (in a comment)`,
      `  the whole tree:  ignored_rules: [${rule}]   (in .securescan.yml)`,
    ],
    [
      `Last seen in ${target}: ${countNoun(count, 'finding')}, such as ${finding.filePath ?? 'the target itself'}${finding.lineStart === null ? '' : `:${finding.lineStart}`}`,
    ],
  ];
  return sections
    .map((lines) =>
      lines
        .map(
          (line) =>
            `${line
              .split('\n')
              .map((part) => toVisible(part))
              .join('\n  ')}\n`,
        )
        .join(''),
    )
    .join('\n');
}

function renderJson({ rule, finding, count, target }: RuleFacts): string {
  return toJson({
    rule,
    scanner: finding.scanner,
    scan_type: finding.scanType,
    title: finding.title,
    severity: finding.severity,
    cwe: finding.cwe,
    description: finding.description,
    remediation: finding.remediation,
    compliance_tags: finding.complianceTags,
    more_info: findLink(finding),
    last_seen: { target, findings: count },
  });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
