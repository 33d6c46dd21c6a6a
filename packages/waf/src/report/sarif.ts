import { createHash } from 'node:crypto';
import {
  encodePath,
  escapeMarkdown,
  messageText,
  nestedJson,
  nestedList,
  SEVERITY_IN_SARIF,
  toVisibleLine,
} from '@securescan/renderers/parts';
import { CONTROL_SEVERITIES, type ControlSeverity } from '../controls/control.ts';
import type { DocumentControl, DocumentFinding } from '../result/document.ts';
import { describeGaps } from './counts.ts';
import { type ControlView, type ReportInput, viewControls } from './report-input.ts';

/** One control that one resource does not meet, by all of its checks. */
interface Violation {
  readonly view: ControlView;
  readonly findings: readonly [DocumentFinding, ...DocumentFinding[]];
}

/**
 * SARIF 2.1.0: controls are rules, and a resource that does not meet a control is a result, pointing at the first line that is
 * wrong. Waived ones are suppressed. Most severe first, since code hosts cut long lists.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(input: ReportInput): string {
  const views = viewControls(input);
  const rules = new Map(views.map(({ control }, index) => [control.id, index]));
  const violations = views
    .flatMap((view) => violationsOf(view))
    .toSorted((a, b) => rankOf(a.findings[0].severity) - rankOf(b.findings[0].severity));
  const before = {
    tool: {
      driver: {
        name: 'SecureScan WAF++',
        version: input.version,
        informationUri: 'https://github.com/Metbcy/securescan',
        rules: views.map(({ control }) => ruleOf(control)),
        notifications: [
          { id: 'code', shortDescription: { text: 'A part of the code that was not read or is not known.' } },
          { id: 'notice', shortDescription: { text: 'Something about the whole check.' } },
        ],
      },
    },
    automationDetails: { id: `wafpass/${input.document.iac_framework}/` },
    columnKind: 'unicodeCodePoints',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The directory where the check was started.' } } },
  };
  return [
    '{',
    `${nestedJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' }, 1)},`,
    '  "runs": [',
    '    {',
    `${nestedJson(before, 3)},`,
    ...nestedList(
      'results',
      violations,
      (violation) => resultOf(violation, rules.get(violation.view.control.id) ?? 0),
      3,
    ),
    nestedJson({ invocations: [invocationOf(input)] }, 3),
    '    }',
    '  ]',
    '}',
    '',
  ].join('\n');
}

function violationsOf(view: ControlView): readonly Violation[] {
  const failed = view.findings.filter(({ status }) => status === 'FAIL');
  // Resources of one name in two files are two.
  const groups = Map.groupBy(failed, ({ resource, file }) => JSON.stringify([resource, file]));
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ view, findings: [first, ...rest] } satisfies Violation],
  );
}

function rankOf(severity: string): number {
  const rank = CONTROL_SEVERITIES.indexOf(toSeverity(severity));
  return rank;
}

function toSeverity(word: string): ControlSeverity {
  return CONTROL_SEVERITIES.find((severity) => severity === word) ?? 'medium';
}

function ruleOf(control: DocumentControl): object {
  const title = messageText(control.title);
  const description = messageText(control.description || control.title);
  const { level, score } = SEVERITY_IN_SARIF[toSeverity(control.severity)];
  const remediations = [...new Set(control.checks.map(({ remediation }) => remediation).filter((text) => text !== ''))];
  const parts = [
    control.description,
    ...(control.rationale === '' ? [] : [control.rationale]),
    ...remediations.map((text) => `Remediation: ${text}`),
  ].filter((text) => text !== '');
  return {
    id: toVisibleLine(control.id),
    name: toVisibleLine(control.title).slice(0, 100),
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: {
      text: messageText(parts.join('\n\n')) || title,
      markdown: parts.map((text) => escapeMarkdown(text)).join('\n\n') || escapeMarkdown(control.title),
    },
    defaultConfiguration: { level },
    properties: {
      'security-severity': score,
      tags: [
        ...new Set([
          'waf++',
          ...[control.pillar, control.category].filter((tag) => tag !== '').map((tag) => toVisibleLine(tag)),
          ...control.regulatory_mapping.map(({ framework }) => toVisibleLine(framework)),
        ]),
      ],
    },
  };
}

function resultOf({ view, findings }: Violation, ruleIndex: number): object {
  const [first, ...others] = findings;
  const severity = findings.map((finding) => toSeverity(finding.severity)).toSorted((a, b) => rankOf(a) - rankOf(b))[0];
  const { level, score } = SEVERITY_IN_SARIF[severity ?? 'medium'];
  const messages = [...new Set(findings.map(({ message }) => messageText(message)))];
  const waived = findings.every((finding) => finding.waived !== null) ? first.waived : null;
  return {
    ruleId: toVisibleLine(view.control.id),
    ruleIndex,
    level,
    message: { text: `${messageText(first.resource)}: ${messages.join('; ')}` },
    locations: [locationOf(first)],
    ...(others.length === 0 ? {} : { relatedLocations: others.map((finding) => locationOf(finding)) }),
    partialFingerprints: { 'wafpass/v1': fingerprintOf(first) },
    suppressions:
      waived === null
        ? []
        : [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${messageText(waived.reason)}${waived.expires === '' ? '' : ` (until ${waived.expires})`}`,
            },
          ],
    properties: {
      'security-severity': score,
      resource: toVisibleLine(first.resource),
      pillar: toVisibleLine(first.pillar),
      checks: findings.map(({ check_id, fingerprint }) => ({ id: toVisibleLine(check_id), fingerprint })),
    },
  };
}

/** Of control, resource and file: it stays when another check of the control fails as well. */
function fingerprintOf({ control_id, resource, file }: DocumentFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([control_id, resource, file]))
    .digest('hex');
}

function locationOf({ file, line, end_line, resource, message }: DocumentFinding): object {
  const uri = encodePath(file);
  const region = {
    startLine: line ?? 1,
    ...(line === null || end_line === null ? {} : { endLine: Math.max(line, end_line) }),
  };
  return {
    physicalLocation: {
      artifactLocation: { uri: uri === '' ? '.' : uri, uriBaseId: '%SRCROOT%' },
      region,
    },
    logicalLocations: [{ fullyQualifiedName: messageText(resource), kind: 'resource' }],
    message: { text: messageText(message) },
  };
}

function invocationOf(input: ReportInput): object {
  const { diagnostics } = input.document;
  const known = new Set(describeGaps({ ...input, notices: [], controls: [] }));
  const notices = describeGaps(input).filter((gap) => !known.has(gap));
  const notifications = [
    ...diagnostics.map(({ severity, file, line, message }) => ({
      descriptor: { id: 'code', index: 0 },
      level: severity,
      message: { text: messageText(message) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodePath(file) || '.', uriBaseId: '%SRCROOT%' },
            region: { startLine: Math.max(line, 1) },
          },
        },
      ],
    })),
    ...notices.map((text) => ({
      descriptor: { id: 'notice', index: 1 },
      level: 'note',
      message: { text: messageText(text) },
    })),
  ];
  return {
    executionSuccessful: !diagnostics.some(({ severity }) => severity === 'error'),
    toolExecutionNotifications: notifications,
  };
}
