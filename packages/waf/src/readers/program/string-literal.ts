const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** Decodes the escapes of a string body, as TypeScript and Python have them in common. */
export function decodeEscapes(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replaceAll(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g,
    (_, braced?: string, four?: string, two?: string, other = '') => {
      const code = braced ?? four ?? two;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point > 0x10_ffff ? '\uFFFD' : String.fromCodePoint(point);
      }
      if (/^[\r\n]/.test(other)) return '';
      return Object.hasOwn(SIMPLE, other) ? (SIMPLE[other] ?? other) : other;
    },
  );
}
