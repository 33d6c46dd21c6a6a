import { request } from 'node:http';

/** Opens the streams, and reports the longest time from an event's commit to a reader. Started by `event-streams.ts`. */
const { PORT = '', STREAMS = '', EVENTS = '' } = process.env;
const [count, events] = [Number(STREAMS), Number(EVENTS)];
let slowestMs = 0;
let received = 0;
let opened = 0;

for (let index = 0; index < count; index += 1) {
  const call = request({ host: '127.0.0.1', port: PORT, path: '/', agent: false }, (response) => {
    let isOpen = false;
    response.setEncoding('utf8').on('data', (text: string) => {
      if (!isOpen) {
        isOpen = true;
        opened += 1;
        if (opened === count) process.send?.('open');
      }
      const now = Date.now();
      for (const [, sent] of text.matchAll(/"sent_ms":(\d+)/g)) {
        received += 1;
        slowestMs = Math.max(slowestMs, now - Number(sent));
      }
      if (received === count * events) process.send?.({ slowestMs, received }, () => process.exit(0));
    });
    response.on('error', () => undefined);
  });
  call.on('error', () => undefined);
  call.end();
}
