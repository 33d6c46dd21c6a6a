/** The parts of a request that signatures cover. */
export interface SignedMessage {
  readonly method: string;
  /** `host[:port]`. */
  readonly authority: string;
  /** As on the wire, percent-encoded. */
  readonly path: string;
  /** Behind the `?`, as on the wire. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * Text that is signed: a line for each covered component, then the parameters.
 * @param components - names without quotes, in the order in which they were signed
 * @param parameters - the whole of the signature's parameters as they stand behind `<label>=`
 * @returns null when the message lacks a component
 * @see RFC 9421, section 2.5
 */
export function toSignatureBase(
  message: SignedMessage,
  components: readonly string[],
  parameters: string,
): string | null {
  const lines: string[] = [];
  for (const name of components) {
    const value = name.startsWith('@') ? deriveComponent(message, name) : message.headers[name]?.trim();
    if (value === undefined) return null;
    lines.push(`"${name}": ${value}`);
  }
  return [...lines, `"@signature-params": ${parameters}`].join('\n');
}

function deriveComponent(message: SignedMessage, name: string): string | undefined {
  switch (name) {
    case '@method':
      return message.method;
    case '@authority':
      return normaliseAuthority(message.authority);
    case '@path':
      return message.path === '' ? '/' : message.path;
    case '@query':
      return `?${message.query}`;
    default:
      return undefined;
  }
}

/** Lower case, without the port that goes without saying. */
function normaliseAuthority(authority: string): string {
  return authority.toLowerCase().replace(/:(?:80|443)$/, '');
}
