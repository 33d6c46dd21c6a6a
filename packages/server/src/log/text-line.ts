const OWN = new Set(['level', 'logger', 'message', 'ts']);
const REQUEST_OWN = new Set([...OWN, 'request_id', 'method', 'path', 'status', 'latency_ms', 'client', 'principal']);

/** One line for people: `2026-04-29 20:11:09,123 [INFO] securescan.request: GET /api/v1/scans 200 4.13ms <request_id>`. */
export function toTextLine(record: Readonly<Record<string, unknown>>): string {
  const { level, logger, message } = record;
  const isRequest = logger === 'securescan.request' && message === 'request';
  const text = isRequest ? toRequestText(record) : String(message);
  const fields = Object.entries(record)
    .filter(([name, value]) => !(isRequest ? REQUEST_OWN : OWN).has(name) && value !== undefined)
    .map(([name, value]) => ` ${name}=${toFieldText(value)}`);
  const error = toStack(record['err']);
  return `${toLocalTime(String(record['ts']))} [${String(level)}] ${String(logger)}: ${text}${fields.join('')}${error}\n`;
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

function toLocalTime(iso: string): string {
  const date = new Date(iso);
  const pad = (number: number, width = 2): string => String(number).padStart(width, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day} ${time},${pad(date.getMilliseconds(), 3)}`;
}
