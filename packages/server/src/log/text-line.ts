const OWN = new Set(['level', 'logger', 'message', 'ts']);
const REQUEST_OWN = new Set([...OWN, 'request_id', 'method', 'path', 'status', 'latency_ms', 'client', 'principal']);

/** Writes a record as a line of text. */
export type ToLine = (record: Readonly<Record<string, unknown>>) => string;

/** Lines for people: `2026-04-29 20:11:09,123 [INFO] securescan.request: GET /api/v1/scans 200 4.13ms <request_id>`. */
export function createTextLine(): ToLine {
  const toLocalTime = createLocalTime();
  return (record) => toTextLine(record, toLocalTime);
}

function toTextLine(record: Readonly<Record<string, unknown>>, toLocalTime: (iso: string) => string): string {
  const { level, logger, message } = record;
  const isRequest = logger === 'securescan.request' && message === 'request';
  const own = isRequest ? REQUEST_OWN : OWN;
  let text = `${toLocalTime(String(record['ts']))} [${String(level)}] ${String(logger)}: `;
  text += isRequest ? toRequestText(record) : String(message);
  for (const name in record) {
    if (!own.has(name) && record[name] !== undefined) text += ` ${name}=${toFieldText(record[name])}`;
  }
  return `${text}${toStack(record['err'])}\n`;
}

function toRequestText({
  method,
  path,
  status,
  latency_ms: latency,
  request_id: id,
}: Readonly<Record<string, unknown>>): string {
  return `${String(method)} ${String(path)} ${String(status)} ${Number(latency).toFixed(2)}ms ${String(id)}`;
}

/** A value on one line, whatever a client put into it. */
function toFieldText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value) {
    return JSON.stringify(value.message);
  }
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  return JSON.stringify(value);
}

function toStack(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return '';
  return `\n${String(error.stack)}`;
}

/** Lines come many to a second, and a second is the same in the local zone each time it is asked for. */
function createLocalTime(): (iso: string) => string {
  let last = '';
  let local = '';
  return (iso) => {
    const second = iso.slice(0, 19);
    if (second !== last) {
      const date = new Date(iso);
      const pad = (number: number): string => String(number).padStart(2, '0');
      const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
      local = `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
      last = second;
    }
    return `${local},${iso.slice(20, 23)}`;
  };
}
