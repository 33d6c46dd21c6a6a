import type { EventFacts } from './facts.ts';
import { cut, findWorst, shortId, toDurationText, toFindingsText, toOneLine, toRiskText } from './facts.ts';

/** Limits of the receiver: https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const MAX_CONTENT = 2000;
const MAX_TITLE = 256;
const MAX_FIELD = 1024;

const RED = 0xe7_4c_3c;
const ORANGE = 0xff_8c_00;
const YELLOW = 0xf1_c4_0f;
const BLUE = 0x34_98_db;

const COLOURS: Readonly<Record<string, number>> = { critical: RED, high: ORANGE, medium: YELLOW };

/** Discord reads Markdown; each of its marks is made plain. Mentions are switched off for the whole message as well. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_~|>#@<[\]()]/g, String.raw`\$&`);
}

function field(name: string, value: string, inline = true) {
  return { name, value: cut(value, MAX_FIELD), inline };
}

/** A message with one embed; `content` is what notifications show. */
export function toDiscordBody(facts: EventFacts, at: string): unknown {
  return {
    content: cut(toOneLine(facts, escape), MAX_CONTENT),
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cut(toTitle(facts), MAX_TITLE),
        color: toColour(facts),
        fields: toFields(facts),
        timestamp: at,
        footer: { text: facts.scanId === null ? 'SecureScan' : `Scan ${facts.scanId}` },
      },
    ],
  };
}

function toTitle(facts: EventFacts): string {
  const target = escape(facts.target ?? `scan ${shortId(facts) ?? '?'}`);
  switch (facts.event) {
    case 'scan.complete':
      return `Scan complete: ${target}`;
    case 'scan.failed':
      return `Scan failed: ${target}`;
    case 'scanner.failed':
      return `Scanner failed: ${escape(facts.scanner ?? '?')}`;
    default:
      return 'SecureScan webhook test';
  }
}

function toColour(facts: EventFacts): number {
  if (facts.event === 'scan.failed') return RED;
  if (facts.event === 'scanner.failed') return ORANGE;
  return COLOURS[findWorst(facts) ?? ''] ?? BLUE;
}

function toFields(facts: EventFacts): readonly unknown[] {
  if (facts.event === 'scan.complete') {
    return [
      field('Findings', toFindingsText(facts)),
      field('Risk score', toRiskText(facts)),
      field('Duration', toDurationText(facts)),
    ];
  }
  return facts.error === null ? [] : [field('Error', escape(facts.error), false)];
}
