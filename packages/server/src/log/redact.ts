/** What stands in place of a secret. */
const REDACTED = '[redacted]';

const MAX_DEPTH = 6;

/** Fields whose value is a secret whatever it is. */
const SECRET_NAME =
  /^(?:authorization|proxy[-_]authorization|cookie|set[-_]cookie|x[-_]api[-_]key|api[-_]?keys?|key[-_]hash|event[-_]?token|token|secret|.*[-_]secret|password|passphrase|private[-_]?key|signature|secret[-_]?key|env[-_]?key|list[-_]?keys|groq[-_]?key)$/i;

/** Parts of texts that are secrets by their form. */
const SECRET_PARTS: readonly (readonly [RegExp, string])[] = [
  // Our own keys: the id is no secret, and says which key it was.
  [/\b(ssk_[A-Za-z0-9]{10}_)[A-Za-z0-9_-]+/g, `$1${REDACTED}`],
  [/([?&]event_token=)[^&\s"']*/gi, `$1${REDACTED}`],
  [/\b(Bearer\s+)[^\s"',]+/gi, `$1${REDACTED}`],
  // user:password@ in any URL.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*:)[^\s/?#]*(@)/gi, `$1${REDACTED}$2`],
  // Addresses of chat receivers are the credential.
  [/(https:\/\/hooks\.slack\.com\/(?:services|workflows)\/)[^\s"']+/gi, `$1${REDACTED}`],
  [/(https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)[^\s"']+/gi, `$1${REDACTED}`],
];

/** Names met so far: they are few, and asking the pattern each time costs more than the line. */
const MAX_NAMES = 1000;

/** Cheap look before the patterns run: most texts hold none of these. */
const SUSPICIOUS = /ssk_|event_token=|bearer|:\/\//i;

/** Takes secrets out of values that are about to be logged. */
export type Redact = (fields: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * @param secrets - values that must never appear, wherever they stand; those under 8 characters are left out, since they would
 *   mangle ordinary words
 */
export function createRedact(secrets: readonly string[]): Redact {
  const names = new Map<string, boolean>();
  const isSecretName = (name: string): boolean => {
    const before = names.get(name);
    if (before !== undefined) return before;
    const isSecret = SECRET_NAME.test(name);
    if (names.size < MAX_NAMES) names.set(name, isSecret);
    return isSecret;
  };
  const known = secrets.filter((secret) => secret.length >= 8);

  const redactText = (text: string): string => {
    let result = text;
    for (const secret of known) if (result.includes(secret)) result = result.replaceAll(secret, REDACTED);
    if (SUSPICIOUS.test(result)) {
      for (const [pattern, replacement] of SECRET_PARTS) result = result.replaceAll(pattern, replacement);
    }
    return result;
  };

  const redactValue = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? value.toString() : value;
    if (depth === MAX_DEPTH) return '…';
    if (value instanceof Error) return redactError(value, depth);
    if (value instanceof Date) return value;
    if (value instanceof Uint8Array) return `${value.length} bytes`;
    if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
    return redactFields(value, depth + 1);
  };

  const redactFields = (fields: object, depth: number): Record<string, unknown> => {
    const result: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      if (typeof value === 'string') result[name] = isSecretName(name) ? REDACTED : redactText(value);
      else if (typeof value === 'number' || typeof value === 'boolean' || value === null) result[name] = value;
      else result[name] = isSecretName(name) ? REDACTED : redactValue(value, depth);
    }
    return result;
  };

  const redactError = (error: Error, depth: number): Record<string, unknown> => ({
    type: error.name,
    message: redactText(error.message),
    ...('code' in error ? { code: error.code } : {}),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  });

  return (fields) => redactFields(fields, 0);
}
