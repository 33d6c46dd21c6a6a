import type { Check, Control } from '@securescan/waf';
import { wrapToWidth } from '@securescan/renderers';
import { toVisible } from '../../io/visible.ts';

/** A control as text of at most so many columns. */
export function describeControl(control: Control, columns: number): string {
  const page = Math.min(columns, 110);
  const lines = [
    toVisible(`${control.id}  ${control.title}`),
    toVisible(
      [control.pillar, control.severity, control.status, control.category, ...control.tags]
        .filter((word) => word !== '')
        .join(', '),
    ),
    ...section('', [control.description, control.rationale], page),
    ...section('Threat', control.threat, page, '- '),
    ...control.checks.flatMap((check) => describeCheck(check, page)),
    ...section('How to', control.implementationGuidance, page, '- '),
    ...section(
      'Frameworks',
      control.regulatoryMapping.map(({ framework, controls }) => `${framework}: ${controls.join(', ')}`),
      page,
      '- ',
    ),
    '',
    `File: ${toVisible(control.file)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function describeCheck(check: Check, page: number): readonly string[] {
  const { scope } = check;
  const types = scope.resourceTypes.length === 0 ? '' : ` ${scope.resourceTypes.join(', ')}`;
  const about = `${check.engine}, ${check.provider ?? 'any provider'}, ${check.severity}; looks at: ${scope.blockKind}${types}`;
  return [
    ...section(`Check ${check.id}`, [check.title, about], page),
    ...check.assertions.flatMap(({ attribute, op, expected, hasExpected, pattern, key }) => {
      const operand = hasExpected ? JSON.stringify(expected) : (pattern ?? key ?? '');
      return indent(`${attribute} ${op} ${operand}`.trim(), page, '  - ');
    }),
    ...(check.remediation === '' ? [] : indent(`Fix: ${check.remediation}`, page, '  ')),
    ...example('Good', check.example?.compliant ?? null),
    ...example('Bad', check.example?.non_compliant ?? null),
  ];
}

function example(title: string, text: string | null): readonly string[] {
  if (text === null || text.trim() === '') return [];
  const lines = text.trimEnd().split('\n');
  return [`  ${title}:`, ...lines.map((line) => `    ${toVisible(line)}`.trimEnd())];
}

function section(title: string, texts: readonly string[], page: number, bullet = ''): readonly string[] {
  const present = texts.filter((text) => text.trim() !== '');
  if (present.length === 0) return [];
  return [
    '',
    ...(title === '' ? [] : [toVisible(title)]),
    ...present.flatMap((text) => indent(text, page, title === '' ? '' : `  ${bullet}`)),
  ];
}

function indent(text: string, page: number, lead: string): readonly string[] {
  const line = toVisible(text.replaceAll(/\s+/g, ' ').trim());
  return wrapToWidth(line, Math.max(24, page - lead.length)).map(
    (part, index) => `${index === 0 ? lead : ' '.repeat(lead.length)}${part}`,
  );
}
