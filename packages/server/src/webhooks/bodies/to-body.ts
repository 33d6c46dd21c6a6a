import type { JsonObject } from '@securescan/model';
import { detectReceiver } from '../receiver-kind.ts';
import { toDiscordBody } from './discord.ts';
import { readFacts } from './facts.ts';
import { toSlackBody } from './slack.ts';

/**
 * The exact bytes to send, as text: `{event, data, delivered_at}` for programs, a message for Slack and Discord.
 * @param deliveredAt - time of the attempt, RFC 3339
 */
export function toBody(url: string, event: string, data: JsonObject, deliveredAt: string): string {
  const receiver = detectReceiver(url);
  if (receiver === 'slack') return JSON.stringify(toSlackBody(readFacts(event, data)));
  if (receiver === 'discord') return JSON.stringify(toDiscordBody(readFacts(event, data), deliveredAt));
  return JSON.stringify({ event, data, delivered_at: deliveredAt });
}
