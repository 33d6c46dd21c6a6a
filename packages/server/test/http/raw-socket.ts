import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test writes what it likes. */
export interface RawConnection extends Disposable {
  readonly socket: Socket;
  write(text: string | Uint8Array): void;
  /** Everything that has come until the other side closes. */
  readToEnd(): Promise<string>;
}

export async function openRaw(
  port: number,
  options: { readonly allowHalfOpen?: boolean } = {},
): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', ...options });
  await once(socket, 'connect');
  let text = '';
  const ended = Promise.withResolvers<void>();
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => (text += chunk));
  socket.on('end', () => {
    ended.resolve();
  });
  socket.on('error', () => {
    ended.resolve();
  });
  return {
    socket,
    write: (data) => void socket.write(data),
    readToEnd: async () => {
      await ended.promise;
      return text;
    },
    [Symbol.dispose]: () => {
      socket.destroy();
    },
  };
}
