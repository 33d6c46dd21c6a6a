/** What stands behind an address, by host and path: chat services take bodies of their own. */
export type ReceiverKind = 'generic' | 'slack' | 'discord';

export function detectReceiver(address: string): ReceiverKind {
  if (!URL.canParse(address)) return 'generic';
  const { hostname, pathname } = new URL(address);
  if (hostname === 'hooks.slack.com' || (hostname.endsWith('.slack.com') && pathname.startsWith('/services/'))) {
    return 'slack';
  }
  const isDiscord = ['discord.com', 'discordapp.com'].some(
    (host) => hostname === host || hostname.endsWith(`.${host}`),
  );
  return isDiscord && /^\/api\/(v\d+\/)?webhooks\//.test(pathname) ? 'discord' : 'generic';
}
