import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBody } from './to-body.ts';

const slack = 'https://hooks.slack.com/services/T/B/X';
const discord = 'https://discord.com/api/webhooks/1/a';
const at = '2026-04-29T20:11:10.001Z';

const complete = {
  scan_id: '0f1a93cb-44c2-4c8e-9f92-0a7c5a2e1b51',
  target_path: '/home/me/proj-a',
  scanners_run: ['semgrep', 'bandit', 'trivy', 'safety'],
  findings_count: 12,
  severity_counts: { critical: 1, high: 3, medium: 5, low: 2, info: 1 },
  risk_score: 34.2,
  duration_s: 81.3,
};
const failed = { scan_id: complete.scan_id, target_path: '/home/me/missing', error: 'target_path does not exist' };

interface Message {
  text: string;
  blocks: { type: string; text?: { text: string }; fields?: { text: string }[] }[];
  content: string;
  embeds: { title: string; color: number; fields: { name: string; value: string }[] }[];
}
const parse = (text: string) => JSON.parse(text) as Message;

it('is plain JSON without blanks for programs', () => {
  expect(toBody('https://example.com/', 'scan.failed', { scan_id: 's', error: 'é' }, at)).toBe(
    `{"event":"scan.failed","data":{"scan_id":"s","error":"é"},"delivered_at":"${at}"}`,
  );
});

describe.each([
  ['scan.complete', complete],
  ['scan.complete', {}],
  ['scan.failed', failed],
  ['scan.failed', {}],
  ['scanner.failed', { scan_id: complete.scan_id, scanner: 'nmap', error: 'timed out', duration_s: 600 }],
  ['webhook.test', { message: 'Test from SecureScan', timestamp: at }],
])('%s', (event, data) => {
  const suffix = `${event}${'scan_id' in data || event === 'webhook.test' ? '' : ' without data'}`;
  it('for Slack', async () => {
    const text = JSON.stringify(parse(toBody(slack, event, data, at)), null, 2);
    await expect(`${text}\n`).toMatchFileSnapshot(`__golden__/${suffix} slack.json`);
  });
  it('for Discord', async () => {
    const text = JSON.stringify(parse(toBody(discord, event, data, at)), null, 2);
    await expect(`${text}\n`).toMatchFileSnapshot(`__golden__/${suffix} discord.json`);
  });
});

it('keeps to the limits of the receivers and lets no text ping or format', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), (error) => {
      const hostile = { ...failed, error: `<!channel> @everyone \`\`\` ${error}`, target_path: error };
      const toSlack = parse(toBody(slack, 'scan.failed', hostile, at));
      expect(toSlack.text.length).toBeLessThanOrEqual(3000);
      expect(toSlack.text).not.toContain('<!');
      expect(toSlack.blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
      expect(toSlack.blocks[1]?.text?.text.length).toBeLessThanOrEqual(3000);
      expect(toSlack.blocks[1]?.text?.text).not.toContain('<!');

      const toDiscord = parse(toBody(discord, 'scan.failed', hostile, at));
      expect(toDiscord.content.length).toBeLessThanOrEqual(2000);
      expect(toDiscord.content).not.toMatch(/(?<!\\)@everyone/);
      expect(toDiscord.embeds[0]?.title.length).toBeLessThanOrEqual(256);
      expect(toDiscord.embeds[0]?.fields[0]?.value.length).toBeLessThanOrEqual(1024);
    }),
  );
});

it.each([
  [{ critical: 1, high: 9 }, 0xe7_4c_3c],
  [{ critical: 0, high: 1 }, 0xff_8c_00],
  [{ medium: 2, low: 9 }, 0xf1_c4_0f],
  [{ low: 9 }, 0x34_98_db],
  [{}, 0x34_98_db],
])('colours Discord by the worst severity: %j', (severity_counts, color) => {
  expect(parse(toBody(discord, 'scan.complete', { ...complete, severity_counts }, at)).embeds[0]?.color).toBe(color);
});
