import type { Explanation } from './explanation.ts';
import { countNoun } from './gates.ts';
import { toVisible } from '../io/visible.ts';

const PROSE_WIDTH = 96;

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The explanation for people. */
export function renderExplanationText(explanation: Explanation): string {
  const { rule, title } = explanation;
  const sections = [
    describe(explanation),
    mend(explanation),
    showExample(explanation),
    accept(explanation),
    ...see(explanation),
  ];
  const blocks = [
    `${toVisible(title === null ? rule : `${rule}: ${title}`)}\n`,
    listFacts(explanation),
    ...sections.filter(({ lines }) => lines.length > 0).map(renderSection),
  ];
  return blocks.join('\n');
}

function renderSection({ title, lines }: Section): string {
  const body = lines.map((line) => (line === '' ? '\n' : `  ${toVisible(line)}\n`));
  return `${title}\n${body.join('')}`;
}

/** Prose broken between words, so that it can be read on a terminal of any usual width. */
function wrap(text: string): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > PROSE_WIDTH) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

function listFacts({ scanner, scanType, builtIn, severity, cwe, complianceTags, references }: Explanation): string {
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Scanner', `${scanner} (${scanType}${builtIn ? ', built in' : ''})`],
    ...(severity === null ? [] : [['Severity', severity] as const]),
    ...(cwe === null
      ? []
      : [['CWE', `${cwe}  https://cwe.mitre.org/data/definitions/${cwe.replace('CWE-', '')}.html`] as const]),
    ...(complianceTags.length === 0 ? [] : [['Controls', complianceTags.join(', ')] as const]),
    ...references.map((link, index) => [index === 0 ? 'More' : '', link] as const),
  ];
  return facts.map(([name, value]) => `  ${(name === '' ? '' : `${name}:`).padEnd(10)} ${toVisible(value)}\n`).join('');
}

function describe({ description }: Explanation): Section {
  return { title: 'What it finds, and why that matters', lines: wrap(description) };
}

function mend({ remediation }: Explanation): Section {
  return {
    title: 'How to mend it',
    lines: wrap(remediation ?? 'The scanner’s own documentation says how; see the links above.'),
  };
}

function showExample({ example }: Explanation): Section {
  if (example === null) return { title: 'Example', lines: [] };
  const good = example.good === undefined ? [] : ['', 'Instead:', ...indent(example.good)];
  return { title: 'Example', lines: [...indent(example.bad), ...good] };
}

function indent(text: string): readonly string[] {
  return text.split('\n').map((line) => `  ${line}`);
}

function accept({ rule, hasLines }: Explanation): Section {
  return {
    title: 'How to accept it',
    lines: [
      ...(hasLines ? [`one line:        securescan: ignore ${rule}   (in a comment on it or above it)`] : []),
      `everywhere:      ignored_rules: [${rule}]   (in .securescan.yml)`,
      ...(hasLines ? [`some files:      ignored_rules: [{ id: ${rule}, path: tests, reason: … }]`] : []),
      `other severity:  severity_overrides: { ${rule}: low }`,
    ],
  };
}

function see({ lastSeen }: Explanation): readonly Section[] {
  if (lastSeen === null) return [];
  const { target, count, finding } = lastSeen;
  const place = `${finding.filePath ?? 'the target itself'}${finding.lineStart === null ? '' : `:${finding.lineStart}`}`;
  return [
    {
      title: 'Last seen',
      lines: [`in ${toVisible(target)}: ${countNoun(count, 'finding')}, such as ${toVisible(place)}`],
    },
  ];
}

/** The explanation for programs. */
export function renderExplanationJson(explanation: Explanation): string {
  const { lastSeen, example, hasLines } = explanation;
  const json = {
    rule: explanation.rule,
    scanner: explanation.scanner,
    scan_type: explanation.scanType,
    built_in: explanation.builtIn,
    title: explanation.title,
    severity: explanation.severity,
    cwe: explanation.cwe,
    description: explanation.description,
    remediation: explanation.remediation,
    example: example === null ? null : { bad: example.bad, good: example.good ?? null },
    compliance_tags: explanation.complianceTags,
    more_info: explanation.references[0] ?? null,
    references: explanation.references,
    suppress: {
      inline: hasLines ? `securescan: ignore ${explanation.rule}` : null,
      config: `ignored_rules: [${explanation.rule}]`,
    },
    last_seen: lastSeen === null ? null : { target: lastSeen.target, findings: lastSeen.count },
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
