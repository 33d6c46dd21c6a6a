/** JSON for a text column. PostgreSQL cannot hold U+0000 in text; the replacement character keeps the place visible. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(String.raw`\u0000`, String.raw`\ufffd`);
}

/** Text for a text column; see `toJson`. */
export function clean(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

export function cleanOrNull(text: string | null): string | null {
  return text === null ? null : clean(text);
}
