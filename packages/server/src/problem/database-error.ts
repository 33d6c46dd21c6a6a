/** Result codes of SQLite (the low byte) that say that the database, not the query, is at fault. */
const SQLITE_AWAY: ReadonlySet<number> = new Set([
  5, // busy
  6, // locked
  8, // read-only
  10, // input or output failed
  11, // corrupt
  13, // full
  14, // cannot be opened
]);

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** Classes of SQLSTATE: connection, resources, operator intervention (shutdown, start), system error. */
const POSTGRES_AWAY = /^(?:08|53|57P|58)/;

/** What the driver says without a code. */
const POSTGRES_TEXT =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client (?:has encountered a connection error|was closed) and is not queryable/;

/** Whether an error says that the database cannot be used at the moment, so that the same request may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE_AWAY.has(error.errcode & 0xff);
  if (!('code' in error) || typeof error.code !== 'string') return POSTGRES_TEXT.test(error.message);
  return NETWORK.has(error.code) || (error.code.length === 5 && POSTGRES_AWAY.test(error.code));
}
