import type { EventFacts } from './facts.ts';
import { cut, shortId, toDurationText, toFindingsText, toOneLine, toRiskText } from './facts.ts';

/** Limits of the receiver: https://docs.slack.dev/reference/block-kit/blocks */
const MAX_HEADER = 150;
const MAX_FIELD = 2000;
const MAX_TEXT = 3000;

/** Slack's own control characters; everything else, mentions included, is plain once these are escaped. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Inside backticks nothing is formatted, so a backtick must not end them. */
function code(text: string, limit: number): string {
  return `\`${cut(escape(text).replaceAll('`', 'ˋ'), limit - 2)}\``;
}

function field(name: string, value: string) {
  return { type: 'mrkdwn', text: cut(`*${name}:*\n${value}`, MAX_FIELD) };
}

/** A message in Slack's Block Kit; `text` is what notifications show. */
export function toSlackBody(facts: EventFacts): unknown {
  const header = { type: 'header', text: { type: 'plain_text', text: cut(toHeader(facts), MAX_HEADER), emoji: true } };
  return {
    text: cut(toOneLine(facts, escape), MAX_TEXT),
    blocks: [header, ...toSections(facts), ...toContext(facts)],
  };
}

function toHeader(facts: EventFacts): string {
  const target = facts.target ?? `scan ${shortId(facts) ?? '?'}`;
  switch (facts.event) {
    case 'scan.complete':
      return `:shield: Scan complete: ${target}`;
    case 'scan.failed':
      return `:warning: Scan failed: ${target}`;
    case 'scanner.failed':
      return `:warning: Scanner failed: ${facts.scanner ?? '?'}`;
    default:
      return ':wrench: SecureScan webhook test';
  }
}

function toSections(facts: EventFacts): readonly unknown[] {
  if (facts.event === 'scan.complete') {
    const scanners = facts.scanners.length === 0 ? '—' : escape(facts.scanners.join(', '));
    return [
      {
        type: 'section',
        fields: [
          field('Findings', toFindingsText(facts)),
          field('Risk score', toRiskText(facts)),
          field('Duration', toDurationText(facts)),
          field('Scanners', scanners),
        ],
      },
    ];
  }
  if (facts.error === null) return [];
  return [{ type: 'section', text: { type: 'mrkdwn', text: `*Error:* ${code(facts.error, MAX_TEXT - 20)}` } }];
}

function toContext({ scanId }: EventFacts): readonly unknown[] {
  if (scanId === null) return [];
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: `Scan ID ${code(scanId, MAX_FIELD)}` }] }];
}
