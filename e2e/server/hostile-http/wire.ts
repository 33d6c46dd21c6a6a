import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Opens a connection; what goes wrong on it shows in what is read. */
export async function openWire(url: string, options: { readonly allowHalfOpen?: boolean } = {}): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', ...options });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Everything that comes until the other side closes. */
export async function readToEnd(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  if (!socket.closed) await Promise.race([once(socket, 'end'), once(socket, 'close')]);
  socket.destroy();
  return text;
}

/** Writes bytes on a connection of its own and reads all answers until it closes. */
export async function send(url: string, bytes: string | Uint8Array): Promise<readonly WireAnswer[]> {
  const socket = await openWire(url);
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  return parseAnswers(await readToEnd(socket));
}

/** Splits what came into answers. @throws when it is anything else */
export function parseAnswers(text: string): readonly WireAnswer[] {
  const answers: WireAnswer[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(first) ?? [];
    if (end < 0 || status === undefined) throw new Error(`this is no answer: ${JSON.stringify(rest.slice(0, 300))}`);
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    rest = rest.slice(end + 4);
    if (Number(status) < 200) continue;
    const length = headers.get('content-length');
    // Without a length it lasts until the connection ends, which it has.
    const body = length === undefined ? rest : rest.slice(0, Number(length));
    rest = rest.slice(body.length);
    answers.push({ status: Number(status), headers, body });
  }
  return answers;
}

/** The sentence of an error; undefined when the body is none. */
export function readDetail({ body }: WireAnswer): unknown {
  try {
    return (JSON.parse(body) as { detail?: unknown }).detail;
  } catch {
    return undefined;
  }
}
